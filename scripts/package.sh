#!/usr/bin/env bash
# Makes target/package/zhentu_<version>_<arch>.deb from target/release/zhentu.
set -euo pipefail
cd "$(dirname "$0")/.."
program=target/release/zhentu
[ -x "$program" ] || { echo "package: $program is missing; run make build" >&2; exit 1; }

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
arch=$(dpkg --print-architecture)
out=target/package
root=$out/zhentu_${version}_${arch}
rm -rf "$root" "$root.deb"

install -D "$program" "$root/usr/bin/zhentu"
for size in 32x32 128x128; do
  install -D -m 644 "src-tauri/icons/$size.png" "$root/usr/share/icons/hicolor/$size/apps/zhentu.png"
done
icon=$(identify -format '%wx%h' src-tauri/icons/icon.png 2>/dev/null || echo 512x512)
install -D -m 644 src-tauri/icons/icon.png "$root/usr/share/icons/hicolor/$icon/apps/zhentu.png"

mkdir -p "$root/usr/share/applications" "$root/usr/share/mime/packages" "$root/usr/share/doc/zhentu" "$root/DEBIAN"
cat >"$root/usr/share/applications/zhentu.desktop" <<'DESKTOP'
[Desktop Entry]
Type=Application
Name=Zhentu
Name[zh_CN]=镇图
GenericName=Planning atlas
GenericName[zh_CN]=小城镇规划图册
Comment=Small-town improvement plans on a map: tasks, units, deadlines, targets and money
Comment[zh_CN]=把小城镇建设方案的任务、单位、时限、指标和资金落到地图上
Exec=zhentu %f
Icon=zhentu
Terminal=false
Categories=Education;Geography;Science;
MimeType=application/geopackage+sqlite3;
DESKTOP
cat >"$root/usr/share/mime/packages/zhentu.xml" <<'MIME'
<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/geopackage+sqlite3">
    <comment>GeoPackage</comment>
    <comment xml:lang="zh_CN">GeoPackage 图册</comment>
    <glob pattern="*.gpkg"/>
  </mime-type>
</mime-info>
MIME
{
  echo "Zhentu 镇图, by the Zhentu developers."
  echo
  cat LICENSE
  echo
  echo "Sources and licences of the base map are shown in the About box of the program."
  echo
  echo "Built in:"
  scripts/licences.py --list
} >"$root/usr/share/doc/zhentu/copyright"
gzip -9 -n -c CHANGELOG.md >"$root/usr/share/doc/zhentu/changelog.gz"

# What the program is linked to, by the package each library comes from; dpkg-shlibdeps gives the versions it needs.
mkdir -p "$out/debian"
printf 'Source: zhentu\n\nPackage: zhentu\nArchitecture: any\n' >"$out/debian/control"
depends=
if command -v dpkg-shlibdeps >/dev/null; then
  depends=$(cd "$out" && dpkg-shlibdeps -O --ignore-missing-info "$(basename "$root")/usr/bin/zhentu" 2>/dev/null | sed -n 's/^shlibs:Depends=//p') || true
fi
rm -rf "$out/debian"
cat >"$root/DEBIAN/control" <<CONTROL
Package: zhentu
Version: $version
Architecture: $arch
Maintainer: The Zhentu developers <zhentu@localhost>
Installed-Size: $(du -sk "$root" | cut -f1)
Depends: ${depends:-libc6, libwebkit2gtk-4.1-0, libgtk-3-0}
Recommends: fonts-noto-cjk
Section: science
Priority: optional
Description: desktop planning atlas for small-town improvement plans
 Zhentu puts the tasks, responsible units, deadlines, targets and money of
 county and town improvement plans on a map, offline. An atlas is one
 GeoPackage file that QGIS opens as it is.
CONTROL
find "$root" -type d -exec chmod 755 {} +
dpkg-deb --root-owner-group --build "$root" "$root.deb" >/dev/null
rm -rf "$root"
echo "$root.deb"

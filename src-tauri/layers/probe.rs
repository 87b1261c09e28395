//! What there is at an address or in a file, made ready to be added. Asks the server of that address and no other.

use std::io::Read as _;
use std::path::Path;

use geodata::map_services::{self, Service, ServiceError, Wms, WmsLayer, Wmts, WmtsLayer};
use geodata::tile_content::{self, Picture};
use words::{English, Words, said};

use super::address;
use super::grids::TileGrid;
use super::health::LayerProblem;
use super::keys::{self, PLACEHOLDER};
use super::map_layer::{LayerKind, MapLayer};
use super::normalise::normalise;
use super::probed::{LayerProbe, ProbedGrid, ProbedLayer, ProbedStyle};
use super::response::{self, Verdict, classify, server_message};
use super::tiles::problem_of;
use super::world_file::{self, Placed};
use super::{LayerError, Layers, fit_image};
use crate::tiles::TilePlace;

/// Side of the pictures that a WMS is asked for: large ones cut fewer labels.
const WMS_SIDE: u32 = 512;
/// Parameters of a question, which are no part of the address of a service.
const OF_A_QUESTION: [&str; 22] = [
    "service",
    "request",
    "version",
    "layers",
    "layer",
    "styles",
    "style",
    "crs",
    "srs",
    "bbox",
    "width",
    "height",
    "format",
    "transparent",
    "exceptions",
    "bgcolor",
    "tilematrixset",
    "tilematrix",
    "tilerow",
    "tilecol",
    "time",
    "elevation",
];

impl Layers {
    /// Returns what there is at an address or in a file. What is wrong is told in `problems`.
    pub async fn probe(&self, text: &str, key: Option<&str>) -> LayerProbe {
        let text = text.trim();
        let path = Path::new(text);
        if text.starts_with("http://") || text.starts_with("https://") {
            self.probe_address(text, key).await
        } else if path.is_file() {
            self.probe_file(path)
        } else if path.is_absolute() {
            trouble(
                LayerProbe::default(),
                said!("layers.no_such_file", "找不到文件 {text}", "{text} is not there"),
            )
        } else {
            trouble(
                LayerProbe::default(),
                said!(
                    "layers.nothing_known",
                    "既不是以 http:// 或 https:// 开头的地址，也不是文件",
                    "it is neither an address that begins with http:// or https:// nor a file"
                ),
            )
        }
    }

    fn probe_file(&self, path: &Path) -> LayerProbe {
        let mut probe = LayerProbe {
            path: path.display().to_string(),
            ..LayerProbe::default()
        };
        let mut head = Vec::with_capacity(16);
        let read = std::fs::File::open(path).and_then(|file| file.take(16).read_to_end(&mut head));
        if let Err(error) = read {
            return trouble(
                probe,
                said!(
                    "layers.unreadable",
                    "文件读不出来：{error}",
                    "the file cannot be read: {error}"
                ),
            );
        }
        let kind = match head.as_slice() {
            [b'P', b'M', b'T', b'i', b'l', b'e', b's', ..] => LayerKind::Pmtiles,
            bytes if bytes.starts_with(b"SQLite format 3\0") => LayerKind::Mbtiles,
            bytes if Picture::of(bytes).is_some() => LayerKind::Image,
            [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => {
                return trouble(
                    probe,
                    said!(
                        "layers.tiff",
                        "TIFF 图片不能直接显示：请先另存为 PNG 或 JPEG",
                        "a TIFF picture cannot be shown; save it as PNG or JPEG first"
                    ),
                );
            }
            _ => {
                let words = said!(
                    "layers.not_a_layer",
                    "不是地图包（PMTiles、MBTiles），也不是 PNG、JPEG、WebP、GIF 图片；要导入点线面数据请用“导入”",
                    "it is no map package (PMTiles, MBTiles) and no PNG, JPEG, WebP or GIF picture; points, lines and areas are brought in with “Import”"
                );
                return trouble(probe, words);
            }
        };
        probe.kind = Some(kind);
        let given = MapLayer {
            kind,
            path: path.display().to_string(),
            visible: true,
            opacity: 1.0,
            ..MapLayer::default()
        };
        let normalised = match normalise(given) {
            Ok((mut layer, _)) => self.inspect_file(&mut layer, false).map(|()| layer),
            Err(error) => Err(error),
        };
        match normalised {
            Ok(mut layer) => {
                let mut found = ProbedLayer::default();
                if let Some(size) = layer.image_size {
                    match world_file::beside(path, size) {
                        Some(Placed::Corners(controls)) => {
                            layer.fit = fit_image(&controls, size).ok();
                            layer.controls = controls;
                        }
                        Some(Placed::Problem(words)) => probe.problems.push(words),
                        None => {}
                    }
                } else if let Ok(about) = self.packs.about(path, kind) {
                    if !about.title.is_empty() {
                        layer.name.clone_from(&about.title);
                    }
                    found.summary = about.summary;
                }
                probe.title.clone_from(&layer.name);
                found.title.clone_from(&layer.name);
                found.layer = layer;
                probe.layers.push(found);
                probe
            }
            Err(LayerError::File { reason, .. }) => trouble(probe, reason),
            Err(error) => trouble(probe, error.words("layer")),
        }
    }

    async fn probe_address(&self, text: &str, key: Option<&str>) -> LayerProbe {
        let mut probe = LayerProbe::default();
        let Ok((mut address, pasted)) = keys::extract_key(text) else {
            return trouble(
                probe,
                said!(
                    "layers.two_keys",
                    "地址里有两个不同的密钥",
                    "there are two different keys in the address"
                ),
            );
        };
        let Some(scope) = keys::scope(&address) else {
            return trouble(
                probe,
                said!(
                    "layers.no_host",
                    "地址里没有主机名，或带有用户名和密码",
                    "the address has no host, or a user name and password"
                ),
            );
        };
        let given = key.and_then(keys::cleaned).filter(|k| !k.is_empty());
        if given.is_some() && !address.contains(PLACEHOLDER) && scope.ends_with(".tianditu.gov.cn") {
            address = with_place(&address, "tk");
        }
        probe.address.clone_from(&address);
        let kept = self.storage().keys.get(&scope).cloned();
        let key = given.or(pasted);
        if let Some(key) = &key
            && address.contains(PLACEHOLDER)
        {
            self.tried_keys().insert(scope.clone(), key.clone());
        }
        let key = key.or_else(|| self.tried_keys().get(&scope).cloned()).or(kept);
        if address.contains(PLACEHOLDER) && key.is_none() {
            probe.key = LayerProblem::KeyMissing;
        }
        let key = key.unwrap_or_default();
        let lower = address.to_ascii_lowercase();
        let mut probe = if lower.contains("{z}") || lower.contains("{q}") || lower.contains("{tilematrix}") {
            self.probe_template(probe, &scope, &key).await
        } else {
            self.probe_service(probe, &scope, &key).await
        };
        for words in &mut probe.problems {
            *words = words.clone().map(|text| keys::redact(&text, &key, "***"));
        }
        probe
    }

    /// An address of single tiles: one is fetched to see what they are.
    async fn probe_template(&self, mut probe: LayerProbe, scope: &str, key: &str) -> LayerProbe {
        let rest = probe.address.to_ascii_lowercase().contains("{tilematrix}");
        let kind = if rest { LayerKind::Wmts } else { LayerKind::Xyz };
        probe.kind = Some(kind);
        let given = MapLayer {
            kind,
            address: probe.address.clone(),
            visible: true,
            opacity: 1.0,
            ..MapLayer::default()
        };
        let mut layer = match normalise(given) {
            Ok((layer, _)) => layer,
            Err(error) => return trouble(probe, error.words("layer.address")),
        };
        if probe.key != LayerProblem::KeyMissing {
            // Over the middle of China, where nearly every map has something.
            let tile = TilePlace { z: 5, x: 25, y: 12 };
            let asked = layer
                .grid
                .as_ref()
                .map(|grid| address::of_tile(&layer, grid, tile, key));
            if let Some(Ok(asked)) = asked {
                match self.fetcher.get(scope, &asked, response::LARGEST).await {
                    Ok(answer) => {
                        layer.vector = Picture::of(&answer.bytes).is_none() && {
                            let plain = tile_content::unpack(answer.bytes.clone(), response::LARGEST as u64);
                            plain.is_ok_and(|b| !b.is_empty() && tile_content::is_vector_tile(&b))
                        };
                        let verdict = classify(answer, layer.vector, layer.needs_key);
                        take_sample(&mut probe, &mut layer, verdict);
                    }
                    Err(error) => probe.problems.push(problem_of(&error).1),
                }
            }
        }
        probe.title.clone_from(&layer.name);
        probe.layers.push(ProbedLayer {
            title: layer.name.clone(),
            layer,
            ..ProbedLayer::default()
        });
        probe
    }

    /// The address of a service: it is asked what it has.
    async fn probe_service(&self, mut probe: LayerProbe, scope: &str, key: &str) -> LayerProbe {
        if probe.key == LayerProblem::KeyMissing {
            return probe;
        }
        let base = without_question(&probe.address);
        let mut problems = Vec::new();
        for asked in questions(&probe.address, &base) {
            let filled = asked.replace(PLACEHOLDER, &keys::encoded(key));
            let answer = match self.fetcher.get(scope, &filled, map_services::LARGEST).await {
                Ok(answer) => answer,
                Err(error) => return trouble(probe, problem_of(&error).1),
            };
            if matches!(answer.status, 401 | 403 | 418) {
                probe.key = LayerProblem::KeyRefused;
                let theirs = server_message(&answer.bytes);
                return trouble(
                    probe,
                    said!(
                        "layers.refused",
                        "服务器拒绝访问（{}）{theirs}",
                        "the server refuses access ({}) {theirs}",
                        answer.status
                    ),
                );
            }
            // The service may repeat the key in the addresses it tells.
            let bytes = keys::redact_bytes(answer.bytes, key, PLACEHOLDER);
            match map_services::read(&bytes) {
                Ok(Service::Wms(wms)) => return of_wms(probe, &base, &wms),
                Ok(Service::Wmts(wmts)) => return of_wmts(probe, &base, &wmts),
                Err(error) => problems.push(unusable(&error, answer.status, &bytes)),
            }
        }
        problems.dedup();
        probe.problems.extend(problems);
        probe
    }
}

fn trouble(mut probe: LayerProbe, words: Words) -> LayerProbe {
    probe.problems.push(words);
    probe
}

fn take_sample(probe: &mut LayerProbe, layer: &mut MapLayer, verdict: Verdict) {
    match verdict {
        Verdict::Tile(tile) => {
            if layer.vector {
                layer.tile_size = 512;
            } else if let Ok(size) = imagesize::blob_size(&tile.bytes)
                && size.width == size.height
                && matches!(size.width, 256 | 512)
            {
                layer.tile_size = u32::try_from(size.width).unwrap_or(256);
            }
            // The same levels, drawn at another size.
            layer.grid = None;
            if let Ok((normalised, _)) = normalise(layer.clone()) {
                *layer = normalised;
            }
        }
        Verdict::Empty { .. } => probe
            .problems
            .push(said!("layers.empty_sample", "试取的一张瓦片（5/25/12，中国中部）是空的：地址可能有误，也可能只覆盖别处", "the tile fetched to try (5/25/12, central China) is empty: the address may be wrong, or the layer covers other places only")),
        Verdict::KeyRefused(words) => {
            probe.key = LayerProblem::KeyRefused;
            probe.problems.push(words);
        }
        Verdict::Busy(words, _) | Verdict::Bad(words) => probe.problems.push(words),
    }
}

fn unusable(error: &ServiceError, status: u16, bytes: &[u8]) -> Words {
    let theirs = server_message(bytes);
    match error {
        ServiceError::Exception(words) => said!(
            "layers.exception",
            "服务报告错误：{words}",
            "the service reports an error: {words}"
        ),
        _ if status == 404 => said!(
            "layers.no_service",
            "这个地址上没有服务（404）",
            "there is no service at this address (404)"
        ),
        _ if !(200..300).contains(&status) => said!(
            "layers.server_error",
            "服务器报告错误（{status}）：{theirs}",
            "the server reports an error ({status}): {theirs}"
        ),
        ServiceError::NotXml | ServiceError::Other(_) if !theirs.is_empty() => {
            said!(
                "layers.no_capabilities",
                "不是 WMS 或 WMTS 的服务说明，服务器返回：{theirs}",
                "this is no description of a WMS or WMTS; the server answers: {theirs}"
            )
        }
        other => other.words("layers.service"),
    }
}

/// The address of a service without what belongs to one question.
fn without_question(address: &str) -> String {
    let (before, query) = address.split_once('?').unwrap_or((address, ""));
    let query = query.split('#').next().unwrap_or_default();
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
            !name.is_empty() && !OF_A_QUESTION.contains(&name.as_str())
        })
        .collect();
    if kept.is_empty() {
        before.split('#').next().unwrap_or(before).to_owned()
    } else {
        format!("{before}?{}", kept.join("&"))
    }
}

/// What a service is asked, the likeliest first.
fn questions(address: &str, base: &str) -> Vec<String> {
    let lower = address.to_ascii_lowercase();
    let path = lower.split('?').next().unwrap_or_default();
    if path.ends_with(".xml") {
        return vec![address.to_owned()];
    }
    let ask = |service: &str, version: &str| {
        with_raw(
            base,
            &format!("SERVICE={service}&REQUEST=GetCapabilities&VERSION={version}"),
        )
    };
    let (wms, wmts) = (ask("WMS", "1.3.0"), ask("WMTS", "1.0.0"));
    if lower.contains("service=wmts") || path.contains("wmts") {
        vec![wmts, wms]
    } else if lower.contains("service=wms") {
        vec![wms]
    } else {
        vec![wms, wmts]
    }
}

fn with_raw(address: &str, query: &str) -> String {
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}{query}")
}

fn with_place(address: &str, name: &str) -> String {
    with_raw(address, &format!("{name}={PLACEHOLDER}"))
}

/// Where a service is to be asked. What it says itself is often the name that it has in another network, so host and
/// scheme stay those that answered; the place of the key is not lost.
fn service_address(base: &str, stated: &str) -> String {
    let stated = keys::extract_key(stated).map_or_else(|_| String::new(), |(address, _)| address);
    let same_host = keys::scope(base).is_some() && keys::scope(base) == keys::scope(&stated);
    let mut out = base.to_owned();
    if same_host
        && let (Some((scheme, rest)), Some((_, theirs))) = (base.split_once("://"), stated.split_once("://"))
    {
        let host = rest.split(['/', '?']).next().unwrap_or(rest);
        let path = theirs.find(['/', '?']).map_or("", |at| &theirs[at..]);
        out = without_question(&format!("{scheme}://{host}{path}"));
    }
    keep_place(base, out)
}

/// Puts the parameter of the key into an address that has lost it.
fn keep_place(base: &str, address: String) -> String {
    if address.contains(PLACEHOLDER) || keys::scope(base) != keys::scope(&address) {
        return address;
    }
    let query = base.split_once('?').map_or("", |(_, query)| query);
    let pair = query
        .split('&')
        .find_map(|pair| pair.strip_suffix(&format!("={PLACEHOLDER}")));
    match pair {
        Some(name) => with_place(&address, name),
        None => address,
    }
}

fn of_wms(mut probe: LayerProbe, base: &str, wms: &Wms) -> LayerProbe {
    let address = service_address(base, &wms.address);
    probe.kind = Some(LayerKind::Wms);
    probe.address.clone_from(&address);
    probe.title.clone_from(&wms.title);
    if wms.formats.is_empty() {
        return trouble(
            probe,
            said!(
                "layers.no_picture_format",
                "服务不提供 PNG、JPEG、WebP 或 GIF 图片",
                "the service offers no PNG, JPEG, WebP or GIF pictures"
            ),
        );
    }
    for layer in &wms.layers {
        match of_wms_layer(&address, wms, layer) {
            Ok(found) => probe.layers.push(found),
            Err(error) => probe.problems.push(said!(
                "layers.layer_problem",
                "图层“{}”：{error}",
                "layer “{}” cannot be used",
                layer.title
            )),
        }
    }
    left_out(&mut probe, wms.left_out);
    probe
}

fn of_wms_layer(address: &str, wms: &Wms, layer: &WmsLayer) -> Result<ProbedLayer, LayerError> {
    let source = if layer.source.is_empty() {
        &wms.source
    } else {
        &layer.source
    };
    let given = MapLayer {
        name: layer.title.rsplit(" / ").next().unwrap_or_default().to_owned(),
        kind: LayerKind::Wms,
        visible: true,
        opacity: 1.0,
        source: source.clone(),
        licence: wms.licence.clone(),
        address: address.to_owned(),
        layer: layer.name.clone(),
        format: wms.formats.first().cloned().unwrap_or_default(),
        version: wms.version.clone(),
        crs: layer.systems.first().cloned().unwrap_or_default(),
        tile_size: WMS_SIDE,
        bounds: layer.bounds,
        ..MapLayer::default()
    };
    Ok(ProbedLayer {
        name: layer.name.clone(),
        title: layer.title.clone(),
        summary: layer.summary.clone(),
        styles: styles(&layer.styles),
        formats: wms.formats.clone(),
        grids: Vec::new(),
        layer: normalise(given)?.0,
    })
}

fn styles(styles: &[map_services::Style]) -> Vec<ProbedStyle> {
    let each = styles.iter().map(|s| ProbedStyle {
        name: s.name.clone(),
        title: s.title.clone(),
    });
    each.collect()
}

fn left_out(probe: &mut LayerProbe, count: usize) {
    if count > 0 {
        probe.problems.push(said!(
            "layers.layers_left_out", "有 {count} 个图层没有列出：不提供能显示的坐标系、网格或格式，或图层过多", "{count} layers are not listed: they have no coordinate system, grid or format that can be shown, or there are too many"
        ));
    }
}

fn of_wmts(mut probe: LayerProbe, base: &str, wmts: &Wmts) -> LayerProbe {
    probe.kind = Some(LayerKind::Wmts);
    probe.title.clone_from(&wmts.title);
    probe.problems.extend(wmts.problems.iter().cloned());
    let kvp = (!wmts.address.is_empty()).then(|| service_address(base, &wmts.address));
    if let Some(address) = &kvp {
        probe.address.clone_from(address);
    }
    for layer in &wmts.layers {
        match of_wmts_layer(base, kvp.as_deref(), wmts, layer) {
            Ok(found) => probe.layers.push(found),
            Err(error) => probe.problems.push(said!(
                "layers.layer_problem",
                "图层“{}”：{error}",
                "layer “{}” cannot be used",
                layer.title
            )),
        }
    }
    left_out(&mut probe, wmts.left_out);
    probe
}

fn of_wmts_layer(
    base: &str,
    kvp: Option<&str>,
    wmts: &Wmts,
    layer: &WmtsLayer,
) -> Result<ProbedLayer, LayerError> {
    let format = layer.formats.first().cloned().unwrap_or_default();
    let template = layer.templates.iter().find(|(f, _)| *f == format);
    let template = template.or_else(|| layer.templates.first());
    let (address, format) = match (kvp, template) {
        (Some(kvp), _) => (kvp.to_owned(), format),
        (None, Some((format, template))) => {
            let template = keys::extract_key(template).map_or_else(|_| template.clone(), |(t, _)| t);
            (keep_place(base, template), format.clone())
        }
        // A service that says neither takes parameters where it was asked.
        (None, None) => (base.split_once(".xml").map_or(base, |_| "").to_owned(), format),
    };
    let grids: Vec<ProbedGrid> = layer
        .sets
        .iter()
        .map(|set| ProbedGrid {
            name: set.name.clone(),
            grid: TileGrid::from(&set.grid),
            min_zoom: u8::try_from(set.levels.0).unwrap_or_default(),
            max_zoom: u8::try_from(set.levels.1).unwrap_or_default(),
        })
        .collect();
    let best = grids.first().ok_or(LayerError::Grid)?;
    let given = MapLayer {
        name: layer.title.clone(),
        kind: LayerKind::Wmts,
        visible: true,
        opacity: 1.0,
        source: wmts.source.clone(),
        licence: wmts.licence.clone(),
        address,
        layer: layer.name.clone(),
        style: layer.styles.first().map(|s| s.name.clone()).unwrap_or_default(),
        tile_matrix_set: best.name.clone(),
        vector: format.contains("mapbox"),
        format,
        version: "1.0.0".to_owned(),
        crs: best.grid.projection.clone(),
        min_zoom: best.min_zoom,
        max_zoom: best.max_zoom,
        tile_size: best.grid.tile_sizes.first().map_or(256, |s| s[0]),
        bounds: layer.bounds,
        grid: Some(best.grid.clone()),
        ..MapLayer::default()
    };
    Ok(ProbedLayer {
        name: layer.name.clone(),
        title: layer.title.clone(),
        summary: layer.summary.clone(),
        styles: styles(&layer.styles),
        formats: layer.formats.clone(),
        grids,
        layer: normalise(given)?.0,
    })
}

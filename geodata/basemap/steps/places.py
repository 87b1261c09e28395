"""Names of seas, islands and rivers that the map standard or a reader expects, where no package has a Chinese label."""

# name, longitude, latitude, kind, rank. Positions are common knowledge, rounded to 0.01 degree.
NAMED_POINTS = [
    ("渤海", 119.60, 38.70, "sea", 2),
    ("黄海", 123.20, 35.60, "sea", 1),
    ("东海", 124.80, 29.00, "sea", 1),
    ("南海", 115.50, 16.20, "sea", 1),
    ("台湾海峡", 119.40, 24.30, "sea", 3),
    ("琼州海峡", 110.20, 20.18, "sea", 6),
    ("渤海海峡", 121.00, 38.40, "sea", 6),
    ("北部湾", 107.80, 19.80, "sea", 3),
    ("莱州湾", 119.45, 37.45, "sea", 4),
    ("胶州湾", 120.24, 36.12, "sea", 6),
    ("海州湾", 119.50, 34.95, "sea", 5),
    ("东沙群岛", 116.75, 20.70, "island", 2),
    ("西沙群岛", 112.00, 16.70, "island", 2),
    ("中沙群岛", 114.50, 15.80, "island", 2),
    ("南沙群岛", 114.30, 9.80, "island", 2),
    ("永兴岛", 112.34, 16.83, "island", 5),
    ("黄岩岛", 117.76, 15.15, "island", 3),
    ("永暑礁", 112.89, 9.55, "island", 5),
    ("太平岛", 114.36, 10.38, "island", 5),
    ("曾母暗沙", 112.28, 3.97, "island", 3),
    ("钓鱼岛", 123.47, 25.74, "island", 3),
    ("赤尾屿", 124.56, 25.92, "island", 4),
    # neighbours and others on the backdrop: names only, no lines
    ("朝鲜", 126.90, 40.20, "country", 2),
    ("韩国", 127.80, 36.40, "country", 2),
    ("日本", 138.20, 36.40, "country", 1),
    ("俄罗斯", 96.00, 59.00, "country", 1),
    ("蒙古国", 103.50, 46.60, "country", 1),
    ("哈萨克斯坦", 68.00, 48.00, "country", 1),
    ("吉尔吉斯斯坦", 74.60, 41.50, "country", 3),
    ("塔吉克斯坦", 71.00, 38.60, "country", 3),
    ("阿富汗", 66.00, 34.00, "country", 2),
    ("巴基斯坦", 69.00, 29.50, "country", 2),
    ("印度", 79.00, 22.00, "country", 1),
    ("尼泊尔", 83.90, 28.20, "country", 3),
    ("不丹", 90.40, 27.40, "country", 4),
    ("孟加拉国", 89.90, 24.00, "country", 3),
    ("缅甸", 95.90, 21.50, "country", 2),
    ("老挝", 103.40, 19.30, "country", 3),
    ("越南", 108.20, 14.20, "country", 2),
    ("泰国", 101.00, 15.50, "country", 2),
    ("柬埔寨", 105.00, 12.70, "country", 3),
    ("菲律宾", 122.00, 12.60, "country", 2),
    ("马来西亚", 102.20, 4.00, "country", 3),
    ("文莱", 114.70, 4.50, "country", 5),
    ("印度尼西亚", 113.90, -0.80, "country", 1),
]

# Natural Earth's river names in this version are in Latin letters only. Names whose reach in China is beyond doubt.
RIVERS = {
    "Tuotuo": "沱沱河", "Tongtian": "通天河", "Jinsha (Yangtze)": "金沙江", "Chang Jiang (Yangtze)": "长江",
    "Yangtze": "长江", "Huang": "黄河", "Huang (Yellow)": "黄河", "Ertix (Irtysh)": "额尔齐斯河",
    "Maquan (Damqogkanbab)": "马泉河", "Za": "扎曲", "Lancang (Mekong)": "澜沧江", "Mekong": "湄公河",
    "Yarlung (Brahmaputra)": "雅鲁藏布江", "Shiquan": "狮泉河", "Heilong Jiang (Amur)": "黑龙江", "Amur": "黑龙江",
    "Hailar": "海拉尔河", "Nanpan": "南盘江", "Nu (Salween)": "怒江", "Nu": "怒江", "Hongshui": "红水河",
    "Xun": "浔江", "Xi": "西江", "Yarkant": "叶尔羌河", "Liao": "辽河", "Gan": "赣江",
    "Dadu": "大渡河", "Xar Moron": "西拉木伦河", "Konqi": "孔雀河", "Tarim": "塔里木河", "Xiliao": "西辽河",
    "Songhua (Sungari)": "松花江", "Fuchun": "富春江", "Sanggan": "桑干河", "Xiang": "湘江", "Huai": "淮河",
    "Jialing": "嘉陵江", "Yalong": "雅砻江", "Ussuri": "乌苏里江", "Ussuri (Wusuli)": "乌苏里江",
    "Yongding": "永定河", "Hai": "海河", "Qumar": "楚玛尔河", "Yalu": "鸭绿江", "Onon": "鄂嫩河",
    "Daling": "大凌河", "Luan": "滦河", "Nen": "嫩江", "Wuding": "无定河", "Fen": "汾河",
    "Tumen": "图们江", "Muling": "穆棱河", "Tuo": "沱江", "Jiulong": "九龙江", "Yurungkax": "玉龙喀什河",
    "Wujia": "乌加河", "Shandian": "闪电河", "Nemor": "讷谟尔河",
}  # fmt: skip

# Lakes whose Chinese name in Natural Earth is in traditional letters.
LAKES = {"呼倫湖": "呼伦湖", "庫倫達湖": "库伦达湖"}

# Rivers that share one spelling: (name, west, south, east, north) of the middle of the line, Chinese name.
RIVERS_BY_PLACE = [
    ("Yuan", 107, 26, 113, 30, "沅江"),
    ("Yuan", 99, 22, 105, 26, "元江"),
    ("Han", 105, 30, 115, 34, "汉江"),
    ("Wei", 103, 33, 111, 36, "渭河"),
    ("Min", 101, 28, 105, 34, "岷江"),
    ("Min", 116, 25, 121, 28, "闽江"),
    ("Dong", 113, 22, 117, 26, "东江"),
    ("Bei", 112, 22, 115, 26, "北江"),
    ("Zi", 109, 26, 113, 30, "资江"),
    ("Wu", 104, 26, 110, 31, "乌江"),
    ("Zhang", 111, 35, 117, 39, "漳河"),
    ("Qin", 110, 34, 115, 38, "沁河"),
    ("Jing", 105, 33, 110, 38, "泾河"),
    ("Ying", 112, 31, 118, 35, "颍河"),
    ("Dan", 108, 31, 113, 35, "丹江"),
]


def river_name(latin: str, longitude: float, latitude: float) -> str:
    """The Chinese name, or nothing where it is not certain."""
    for name, west, south, east, north, chinese in RIVERS_BY_PLACE:
        if latin == name and west < longitude < east and south < latitude < north:
            return chinese
    return RIVERS.get(latin, "")

"""Pinyin of place names without tones, with the readings that place names keep and dictionaries do not."""

from itertools import product

from pypinyin import lazy_pinyin, load_phrases_dict, load_single_dict

# In place names these letters are mostly read the first way; the second stays searchable.
SINGLE = {
    "长": ("cháng", "zhǎng"), "都": ("dū", "dōu"), "单": ("dān", "shàn"), "泊": ("pō", "bó"), "乐": ("lè", "yuè"),
    "重": ("chóng", "zhòng"), "解": ("xiè", "jiě"), "朝": ("cháo", "zhāo"), "仇": ("qiú", "chóu"), "薄": ("bó", "báo"),
    "行": ("xíng", "háng"), "大": ("dà", "dài"), "石": ("shí", "dàn"), "埔": ("bù", "pǔ"), "堡": ("bǎo", "pù"),
    "铺": ("pù", "pū"), "盖": ("gài", "gě"), "葛": ("gě", "gé"), "任": ("rèn", "rén"), "华": ("huá", "huà"),
    "尉": ("wèi", "yù"), "蔚": ("wèi", "yù"), "覃": ("tán", "qín"), "召": ("zhào", "shào"), "会": ("huì", "kuài"),
    "牟": ("mù", "móu"), "洞": ("dòng", "tóng"), "浒": ("hǔ", "xǔ"), "车": ("chē", "jū"), "曲": ("qǔ", "qū"),
    "百": ("bǎi", "bó"), "柏": ("bǎi", "bó"), "夏": ("xià", "jiǎ"), "万": ("wàn", "mò"), "查": ("chá", "zhā"),
    "阿": ("ā", "ē"), "番": ("fān", "pān"), "女": ("nǚ", "rǔ"), "丽": ("lì", "lí"), "濮": ("pú", "bú"),
}  # fmt: skip

# Whole names whose reading is fixed. Left to right, the longest entry that fits wins.
NAMES = {
    "单县": "shàn xiàn", "涡阳": "guō yáng", "洪洞": "hóng tóng", "繁峙": "fán shì", "长子县": "zhǎng zǐ xiàn",
    "乐陵": "lào líng", "乐亭": "lào tíng", "乐清": "yuè qīng", "筠连": "jūn lián", "宕昌": "tàn chāng",
    "解州": "hài zhōu", "召陵": "shào líng", "珲春": "hún chūn", "覃塘": "qín táng", "六安": "lù ān",
    "茌平": "chí píng", "东阿": "dōng ē", "尉犁": "yù lí", "尉氏": "wèi shì", "蔚县": "yù xiàn", "重庆": "chóng qìng",
    "朝阳": "cháo yáng", "大城县": "dài chéng xiàn", "大埔": "dà bù", "任县": "rén xiàn", "任丘": "rén qiū",
    "任城": "rén chéng", "任泽": "rén zé", "盖州": "gài zhōu", "牟平": "mù píng", "牟定": "móu dìng",
    "中牟": "zhōng mù", "曲阜": "qū fù", "曲靖": "qǔ jìng", "番禺": "pān yú", "丽水": "lí shuǐ", "百色": "bó sè",
    "天台": "tiān tāi", "台州": "tāi zhōu", "仙居": "xiān jū", "铅山": "yán shān", "浚县": "xùn xiàn",
    "泌阳": "bì yáng", "枞阳": "zōng yáng", "六合": "lù hé", "会稽": "kuài jī", "石嘴山": "shí zuǐ shān",
    "厦门": "xià mén", "柞水": "zhà shuǐ", "黄陂": "huáng pí", "郫都": "pí dū", "都匀": "dū yún", "东莞": "dōng guǎn",
    "莞": "guǎn", "华阴": "huà yīn", "华州": "huà zhōu", "华山": "huà shān", "般阳": "pán yáng", "乐平": "lè píng",
    "伯乐": "bó lè", "民乐": "mín lè", "昌乐": "chāng lè", "平乐": "píng lè", "解放": "jiě fàng", "重华": "chóng huá",
    "石柱": "shí zhù", "磴口": "dèng kǒu", "巴彦淖尔": "bā yàn nào ěr", "吐鲁番": "tǔ lǔ fān", "扎赉特": "zhā lài tè",
    "扎兰屯": "zhā lán tún", "扎鲁特": "zhā lǔ tè", "镇赉": "zhèn lài", "查干": "chá gān", "音乐": "yīn yuè",
    "成都": "chéng dū", "银行": "yín háng", "西藏": "xī zàng", "蚌埠": "bèng bù", "六枝": "lù zhī", "枝江": "zhī jiāng",
    "崆峒": "kōng tóng", "澠池": "miǎn chí", "阿胶": "ē jiāo", "车站": "chē zhàn", "女娲": "nǚ wā",
}  # fmt: skip

load_single_dict({ord(letter): ",".join(readings) for letter, readings in SINGLE.items()})
load_phrases_dict({name: [[syllable] for syllable in reading.split()] for name, reading in NAMES.items()})

TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü", "aaaaeeeeiiiioooouuuuvvvvv")


def plain(reading: str) -> str:
    return reading.translate(TONES)


def readings(name: str) -> list[str]:
    """Readings of a name, syllables with spaces between, the likely one first; at most six."""
    letters = [c for c in name if c.isalnum()]
    best = lazy_pinyin("".join(letters))
    if len(best) != len(letters):
        return [" ".join(best)]
    choices = []
    for letter, syllable in zip(letters, best):
        others = [plain(r) for r in SINGLE.get(letter, ()) if plain(r) != syllable]
        choices.append([syllable, *others])
    found = [" ".join(c) for c in product(*choices)]
    # the reading with the fewest unlikely syllables first
    found.sort(key=lambda r: sum(a != b for a, b in zip(r.split(), best)))
    return list(dict.fromkeys(found))[:6]

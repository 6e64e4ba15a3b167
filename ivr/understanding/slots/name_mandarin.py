"""Names as Mandarin speakers give them."""

import re
from collections.abc import Iterator, Mapping

from ivr.pinyin import syllables

FAMILY_NAMES = (
    *"王李张刘陈杨黄赵周吴徐孙马胡朱郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范"
    "汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔温葛欧俞鲍柳岳齐鲁章舒",
    "欧阳", "司马", "上官", "诸葛", "慕容", "司徒", "东方", "皇甫",
)  # fmt: skip
CHARACTERS = "明小丽伟芳娜敏静强磊军洋勇艳杰娟涛超霞平刚桂英华玉兰红春梅建国文志海龙云飞宇浩晨欣怡子涵美玲雪婷雷晓东"
"""Of given names, for what is listened for; any other character may stand in one too."""

SHAPES: Mapping[str, str] = {
    "弓长张": "张", "立早章": "章", "木子李": "李", "耳东陈": "陈", "双口吕": "吕", "口口吕": "吕", "言午许": "许",
    "口天吴": "吴", "双木林": "林", "古月胡": "胡", "人可何": "何", "走肖赵": "赵", "三横王": "王", "三横一竖王": "王",
    "双人徐": "徐", "草头黄": "黄", "水工江": "江", "三点水江": "江", "文刀刘": "刘", "卯金刀刘": "刘", "禾呈程": "程",
    "女兆姚": "姚", "日月明": "明", "子小孙": "孙", "木易杨": "杨", "耳关郑": "郑", "十八子李": "李", "干勾于": "于",
    "人未余": "余", "人则余": "余", "美女姜": "姜", "草头蒋": "蒋", "两点水冯": "冯", "西早覃": "覃", "提手旁": "",
}  # fmt: skip
"""How one tells which character a family name is, by its parts."""

TITLES = ("先生", "女士", "小姐", "太太", "老师", "师傅", "同学", "医生", "经理")

_SURNAME = "|".join(sorted(FAMILY_NAMES, key=len, reverse=True))
_GIVEN = r"(?:(?![我你您他她想要是的在有了吗呢吧啊呀哦嗯和跟我们请问就电话订单号码从这那来退查叫姓名字不没])[一-鿿])"
_SHAPE = "|".join(sorted((shape for shape, name in SHAPES.items() if name), key=len, reverse=True))
_WHOLE = rf"(?:(?P<shape>{_SHAPE})|(?P<surname>{_SURNAME}))(?P<given>{_GIVEN}{{0,2}})"
_STRONG = re.compile(rf"(?:我(?:的)?(?:名字)?(?:叫做|叫)|名字(?:是|叫做|叫)|免贵姓|(?:我|本人)?姓){_WHOLE}")
_FAMILY_AND_GIVEN = re.compile(
    rf"姓(?:(?P<shape>{_SHAPE})|(?P<surname>{_SURNAME})),?(?:名|叫|名叫)(?P<given>[一-鿿]{{1,3}})"
)
_SOFT = re.compile(rf"(?:我是|这里是|我这边是){_WHOLE}")
_ALONE = re.compile(rf"(?:(?:嗯|呃|那个|哦|是|叫)*){_WHOLE}")
_DESCRIBED = re.compile("([一-鿿]{1,3})的([一-鿿])")
_FOREIGN = re.compile(r"(?:我叫|名字是|名字叫|我是|^)\s*([a-z]+(?: [a-z]+){0,3})")


def mandarin_names(text: str, asked: bool) -> Iterator[tuple[str, tuple[int, int]]]:
    """The names in a normalised text; without an opening (我叫, 我姓) only where one was `asked` for."""
    patterns = (_FAMILY_AND_GIVEN, _STRONG, *((_SOFT,) if asked else ()))
    match = next((found for pattern in patterns for found in pattern.finditer(text)), None)
    if match is None and asked:
        match = _ALONE.match(text)
        if match and not _is_rest_plain(text[match.end() :]):
            match = None
    if match is not None:
        yield _told(match, text)
    elif asked and (foreign := _FOREIGN.search(text)):
        yield foreign[1].title(), foreign.span(1)


def _is_rest_plain(rest: str) -> bool:
    """Whether what follows a bare name leaves it one: a title, a particle, or how it is written."""
    return (
        not rest
        or rest.startswith((*TITLES, "啊", "呀", "吧", "的", " "))
        or _DESCRIBED.search("#" + rest) is not None
        or "的" in rest
    )


def _told(match: re.Match[str], text: str) -> tuple[str, tuple[int, int]]:
    """The name of a match, with what the caller says of its characters (大小的小) applied."""
    start = match.start("shape") if match["shape"] else match.start("surname")
    family, given, end = SHAPES.get(match["shape"] or "", "") or match["surname"], match["given"], match.end()
    title = next((title for title in TITLES if text.startswith(title, match.start("given"))), "")
    if title:
        return family, (start, match.start("given"))
    if re.match("的[一-鿿]", text[end:]):  # what was taken for a given name says how the family name is written
        return family, (start, end + 2)
    name = given if given.startswith(family) else family + given
    described = list(_DESCRIBED.finditer(text, end))
    for detail in described:
        name = _with(name, detail[2])
    return name, (start, described[-1].end() if described else end)


def _with(name: str, character: str) -> str:
    """The name with the first character of this sound written as `character`."""
    sound = syllables(character)
    at = next((place for place, one in enumerate(name) if syllables(one) == sound), None)
    return name if at is None else name[:at] + character + name[at + 1 :]

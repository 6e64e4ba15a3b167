"""Whether somebody who pauses has more to say: the last words promise it ("and", "my", "um", 然后, 我想, 嗯)."""

import re

from ivr.terms import Language

_ENGLISH = re.compile(
    r"(?:^|\s)(?:"
    r"u+m+|u+h+|e+r+|erm|hm+|well"
    r"|and|or|but|because|cause|if|unless|whether|and then|and so|so then"
    r"|the|a|an|my|your|his|her|our|their|this is|that is|it is|it's|i am|i'm|i|i've|i'd|i'll|we|we're"
    r"|(?:i|we) (?:want|need|would like|just want|just need)|i'd like"
    r"|(?:want|like|need|have|going|wanted|trying|called|calling) to"
    r"|(?:where|when|what|how) (?:is|are|do|does|can)|where's|what's|can you|could you|can i|could i|i can't"
    r"|number is|order number|double|triple|plus|point|hundred and"
    r")$"
)
_MANDARIN = re.compile(
    r"(?:嗯+|呃+|额|那个|这个|就是|就是说|然后|然后呢|还有|另外|而且|或者|但是|可是|不过|因为|所以|如果|要是|和|跟|把|给"
    r"|我|我们|你们|我的|你们的|我想|我要|我想要|我需要|我想问|想问一下|我想问一下|想问|请|请问|麻烦|麻烦你|麻烦您|帮我|给我|能不能|可不可以|是不是"
    r"|订单号是|号码是|加|点)$"
)  # fmt: skip
_LAST = {Language.ENGLISH: _ENGLISH, Language.MANDARIN: _MANDARIN}

_GREETING = {
    Language.ENGLISH: re.compile(r"(?:(?:hello|hi|hey)(?: there)?|good (?:morning|afternoon|evening))"),
    Language.MANDARIN: re.compile("喂?(?:你好|您好|喂|早上好|下午好|晚上好)[啊呀]?"),
}

SPOKEN = {
    Language.ENGLISH: ("um", "uh", "and", "but", "the"),
    Language.MANDARIN: ("嗯", "那个", "然后", "还有", "但是"),
}
"""For run-time grammars: what people say before a pause in the middle of a sentence, whatever they said before."""


def promises_more(text: str, language: Language) -> bool:
    """Whether a normalised text cannot well end here; after nothing but a greeting comes what is wanted."""
    return bool(_LAST[language].search(text) or _GREETING[language].fullmatch(text))

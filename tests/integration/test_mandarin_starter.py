"""The Mandarin starter hears synthetic voices that it was not trained on, and tells when each word was said."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import vosk
from rapidfuzz.distance import Levenshtein

from ivr import app
from ivr.settings import read_settings
from ivr.speech.vosk_recognizer import read_vocabulary
from ivr.terms import Language
from models.recipe.evaluate_mandarin import LINE_RATE, Sample, as_pcm, digit_grammar, digit_strings, held_out
from models.recipe.mandarin.examples import Studio

REQUESTS = (
    "我想查询订单", "我要退货", "快递怎么还没到", "转人工服务", "我要开电子发票", "查一下话费余额", "银行卡丢了要挂失",
    "我想改送货时间", "优惠券怎么用", "明天下午三点半", "送到广州", "退款什么时候到账", "是的", "不是", "可以",
    "不用谢谢", "忘记密码了", "收不到验证码", "宽带断网了怎么办", "你们几点关门",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ears:
    """The starter, loaded once."""

    folder: Path
    model: vosk.Model
    studio: Studio

    def heard(self, sample: Sample, grammar: list[str]) -> list[dict[str, float | str]]:
        """The words of an utterance with their times in seconds."""
        recognizer = vosk.KaldiRecognizer(self.model, LINE_RATE, json.dumps(grammar, ensure_ascii=False))
        recognizer.SetWords(True)
        recognizer.AcceptWaveform(as_pcm(sample.samples))
        words: list[dict[str, float | str]] = json.loads(recognizer.FinalResult()).get("result", [])
        return [word for word in words if word["word"] != "[unk]"]

    def text(self, sample: Sample, grammar: list[str]) -> str:
        """What is heard, without blanks."""
        return "".join(str(word["word"]) for word in self.heard(sample, grammar))


@pytest.fixture(scope="module")
def ears() -> Ears:
    """The Mandarin starter and the voices."""
    vosk.SetLogLevel(-1)
    folder = app.model_for(read_settings(), Language.MANDARIN).path
    return Ears(folder, vosk.Model(str(folder)), Studio())


@pytest.fixture(scope="module")
def phrases(ears: Ears) -> list[str]:
    """The requests as a grammar of phrases, in the words of the model."""
    return [*(" ".join(ears.studio.cut(text)) for text in REQUESTS), "[unk]"]


def test_requests_in_voices_that_were_not_trained_on(ears: Ears, phrases: list[str]) -> None:
    """With the requests as the grammar, at most 5 % of the characters are wrong."""
    samples = list(held_out(ears.studio, "test", REQUESTS, line=False))
    wrong = sum(Levenshtein.distance(sample.text, ears.text(sample, phrases)) for sample in samples)

    assert len(samples) == len(REQUESTS)
    assert wrong <= 0.05 * sum(len(text) for text in REQUESTS)


def test_strings_of_digits(ears: Ears) -> None:
    """Of digits at random, 一 and 幺 among them, at most one in ten is wrong."""
    strings = digit_strings(20, length=6)
    samples = held_out(ears.studio, "test digits", strings, line=False)
    wrong = sum(Levenshtein.distance(sample.text, ears.text(sample, digit_grammar())) for sample in samples)

    assert wrong <= 12


def test_other_talk_is_not_taken_for_a_request(ears: Ears, phrases: list[str]) -> None:
    """What the grammar does not have is mostly left unknown."""
    others = ("月亮离地球有多远", "我家的猫在睡觉", "足球比赛昨天结束", "晚饭吃什么好", "股票多少钱", "教我做个汤")
    samples = held_out(ears.studio, "test other", others, line=False)

    assert sum(ears.text(sample, phrases) in REQUESTS for sample in samples) <= 1


def test_when_words_were_said(ears: Ears) -> None:
    """The first word begins after the pause of 300 ms, the last one ends before that at the end."""
    (sample,) = held_out(ears.studio, "times", ["我想查询订单"], line=False)
    words = ears.heard(sample, [" ".join(ears.studio.cut(sample.text))])

    assert [word["word"] for word in words] == ears.studio.cut(sample.text)
    assert float(words[0]["start"]) == pytest.approx(0.3, abs=0.1)
    assert float(words[-1]["end"]) == pytest.approx(len(sample.samples) / LINE_RATE - 0.3, abs=0.2)


def test_the_vocabulary_is_the_recipes(ears: Ears) -> None:
    """The archive was built from the word lists that are here."""
    assert set(ears.studio.words) <= read_vocabulary(ears.folder)

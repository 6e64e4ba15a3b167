"""An evaluation as programs read it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ivr.insight.evaluation import Judged, Score, score, scores_by, whole_cost, worst_confusions
from ivr.insight.manifest import Selection
from ivr.speech.recognizer import Expectation
from ivr.speech.scoring import Errors, Share
from ivr.speech.transcription import Conditions
from ivr.terms import Language


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured, how, and what came of it; `failed` counts recordings that could not be heard.

    `grammar` is how the grammar was named, empty without one.
    """

    model: str
    language: Language
    manifest: str
    grammar: str
    expectation: Expectation
    conditions: Conditions
    selection: Selection
    judged: Sequence[Judged]
    failed: int

    @property
    def total(self) -> Score:
        """The sum over all recordings."""
        return score(self.judged)

    def by(self, columns: Sequence[str]) -> Mapping[str, Mapping[str, Score]]:
        """For each column the score of each of its values."""
        return {column: scores_by(self.judged, column) for column in columns}

    def as_json(self, columns: Sequence[str], confusions: int) -> dict[str, Any]:
        """Everything, with the scores of each value of `columns` and the `confusions` most frequent errors."""
        cost = whole_cost(self.judged)
        return {
            "model": self.model,
            "language": self.language,
            "manifest": self.manifest,
            "grammar": self._grammar_json() if self.expectation.phrases else None,
            "conditions": asdict(self.conditions),
            "recordings": len(self.judged),
            "failed": self.failed,
            "left_out": {
                "other_language": self.selection.other_language,
                "without_transcript": self.selection.without_transcript,
            },
            **score_json(self.total),
            "by": {
                column: {value: score_json(one) for value, one in values.items()}
                for column, values in self.by(columns).items()
            },
            "confusions": [
                {"said": said, "heard": heard, "count": count}
                for said, heard, count in worst_confusions(self.judged, confusions)
            ],
            "cost": None if cost is None else asdict(cost),
        }

    def _grammar_json(self) -> dict[str, Any]:
        return {
            "from": self.grammar,
            "phrases": len(self.expectation.phrases),
            "garbage": self.expectation.garbage,
        }


def score_json(one: Score) -> dict[str, Any]:
    """Counts, percentages and intervals."""
    factor = one.real_time_factor
    return {
        "words": _errors_json(one.words),
        "characters": _errors_json(one.characters),
        "sentences": _share_json(one.sentences),
        "digits": _share_json(one.digits) if one.digits.of else None,
        "seconds": round(one.seconds, 3),
        "decode_seconds": round(one.decode_seconds, 3),
        "real_time_factor": None if factor is None else round(factor, 4),
    }


def judged_json(one: Judged) -> dict[str, Any]:
    """One recording: every column of the manifest, and what came of it."""
    return {
        **one.recording.columns,
        "heard": one.heard.transcript.text,
        "confidence": round(one.heard.transcript.confidence, 4),
        "right": one.right,
        "words": one.words.tokens,
        "substitutions": one.words.substitutions,
        "deletions": one.words.deletions,
        "insertions": one.words.insertions,
        "digits_right": one.digits_right,
        "seconds": one.heard.seconds,
        "decode_seconds": one.heard.decode_seconds,
    }


def _errors_json(errors: Errors) -> dict[str, Any]:
    percent = errors.percent
    return {
        "of": errors.tokens,
        "substitutions": errors.substitutions,
        "deletions": errors.deletions,
        "insertions": errors.insertions,
        "error_percent": None if percent is None else round(percent, 2),
    }


def _share_json(share: Share) -> dict[str, Any]:
    percent, (low, high) = share.percent, share.interval
    return {
        "right": share.right,
        "of": share.of,
        "percent": None if percent is None else round(percent, 2),
        "low": round(low, 2),
        "high": round(high, 2),
    }

"""Sentences of any length that say nothing, in English and Chinese: made-up facts need texts too."""

from random import Random

_WORDS = """
    the bank says that its new platform answers questions of staff and clients in less time than before and a model
    reads each document once while people check the result in every branch so work on credit risk and service takes
    fewer days with the same care after a trial of some months at head office
""".split()  # noqa: SIM905
_PARTS = """
    该行 表示 新平台 能够 更快 回答 员工 和 客户 的 问题 模型 读取 每份 文件 由 人员 复核 结果 各分行 试点 数月 后
    信贷 风控 与 服务 所需 天数 减少 质量 保持 不变 总行 继续 推广
""".split()  # noqa: SIM905
_PRIME = 7_919
_LONGEST = 400


def _long(parts: list[str], between: str) -> tuple[str, list[int]]:
    """A long text of random parts, and where in it a part begins."""
    rng, starts, text = Random(1), list[int](), ""
    for _ in range(6_000):
        starts.append(len(text))
        text += rng.choice(parts) + between
    return text, [at for at in starts if at < len(text) - _LONGEST]


_ENGLISH, _ENGLISH_STARTS = _long(_WORDS, " ")
_CHINESE, _CHINESE_STARTS = _long(_PARTS, "")


def english(length: int, number: int, head: str = "") -> str:
    """About ``length`` characters behind ``head`` (it included), with a full stop; another ``number``, another text."""
    at = _ENGLISH_STARTS[number * _PRIME % len(_ENGLISH_STARTS)]
    return head + _ENGLISH[at : at + max(12, length - len(head) - 1)].rstrip() + "."


def chinese(length: int, number: int, head: str = "") -> str:
    """The same in Chinese."""
    at = _CHINESE_STARTS[number * _PRIME % len(_CHINESE_STARTS)]
    return head + _CHINESE[at : at + max(4, length - len(head) - 1)] + "。"

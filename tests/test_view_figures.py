"""Values as each language writes them."""

import pytest

from viz.figures import Figure, figure, is_currency, when
from viz.words import words

EN, ZH = words("en"), words("zh")


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese", "raw"),
    [
        (2_519_000_000, "CNY", "CNY 2.52 bn", "25.19亿元", "2,519,000,000 CNY"),
        (12_153_000_000, "CNY", "CNY 12.15 bn", "121.53亿元", "12,153,000,000 CNY"),
        (1_500_000_000_000, "USD", "USD 1.5 tn", "1.5万亿美元", "1,500,000,000,000 USD"),
        (280_000_000, "SGD", "SGD 280 m", "2.8亿新加坡元", "280,000,000 SGD"),
        (3_415_000, "people", "3.42 m people", "341.5万人", "3,415,000"),
        (1_000_000, "count", "1 m", "100万", "1,000,000"),
        (2_515_000_000, "CNY", "CNY 2.52 bn", "25.15亿元", "2,515,000,000 CNY"),
        (-2_519_000_000, "CNY", "CNY -2.52 bn", "-25.19亿元", "-2,519,000,000 CNY"),
        (5_000_000, "XAU", "XAU 5 m", "500万XAU", "5,000,000 XAU"),
    ],
)
def test_large_values_are_shortened_and_stand_in_full_beside(
    value: float, unit: str, english: str, chinese: str, raw: str
) -> None:
    assert figure(EN, value, unit) == Figure(english, raw)
    assert figure(ZH, value, unit) == Figure(chinese, raw)


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (4.6, "percent", "4.6%", "4.6%"),
        (0.000001, "percent", "0.000001%", "0.000001%"),
        (1, "percentage_point", "1 percentage point", "1个百分点"),
        (1101, "people", "1,101 people", "1,101人"),
        (1, "people", "1 person", "1人"),
        (300, "count", "300", "300"),
        (24, "hours", "24 hours", "24小时"),
        (3, "months", "3 months", "3个月"),
        (10, "times", "10 times", "10倍"),
        (5, "rank", "rank 5", "第5位"),
        (0.5, "metres", "0.5 metres", "0.5米"),
        (16, "TB", "16 TB", "16 TB"),
        (0, "{n}{year}", "0 {n}{year}", "0 {n}{year}"),
    ],
)
def test_others_stand_as_they_are_with_their_unit(value: float, unit: str, english: str, chinese: str) -> None:
    assert figure(EN, value, unit) == Figure(english)
    assert figure(ZH, value, unit) == Figure(chinese)


def test_chinese_counts_in_ten_thousands() -> None:
    assert figure(ZH, 12_000, "people") == Figure("1.2万人", "12,000")
    assert figure(EN, 12_000, "people") == Figure("12,000 people")


@pytest.mark.parametrize(
    ("year", "period", "english", "chinese"),
    [
        (2024, "FY", "FY 2024", "2024财年"),
        (2024, None, "2024", "2024"),
        (2025, "H1", "H1 2025", "2025年上半年"),
        (2025, "Q3", "Q3 2025", "2025年第三季度"),
        (2025, "as of 2025-05", "as of 2025-05", "截至2025-05"),
        (None, "as of 2025-05-13", "as of 2025-05-13", "截至2025-05-13"),
        (None, None, "no year stated", "未注明年份"),
    ],
)
def test_when_a_value_is_for(year: int | None, period: str | None, english: str, chinese: str) -> None:
    assert (when(EN, year, period), when(ZH, year, period)) == (english, chinese)


def test_currencies_are_told_by_their_code() -> None:
    assert [is_currency(unit) for unit in ("CNY", "TB", "vCPU", "count", "cny")] == [True, False, False, False, False]

"""Search over the example: what one looks for stands first, however it is spelt, and nothing hostile harms."""

from typing import Any

import httpx
import pytest

from graph.spelling import LONGEST, fold, spellings
from graph.store import Store

BEIJING = "Bank:bank-of-beijing"
FIRST = {
    # names in both languages: never Beijing Rural Commercial Bank
    "北京银行": BEIJING, "Bank of Beijing": BEIJING, "bank  of BEIJING": BEIJING, "ＢＡＮＫ of Beijing": BEIJING,
    "北京农商银行": "Bank:beijing-rural-commercial-bank", "中国工商银行": "Bank:icbc", "中国银行": "Bank:boc",
    "Bank of China": "Bank:boc", "中国银行（香港）": "Bank:bochk", "Industrial Bank": "Bank:industrial-bank",
    "Chang'an Bank": "Bank:changan-bank", "changan bank": "Bank:changan-bank",
    "Société Générale": "Bank:societe-generale", "societe generale": "Bank:societe-generale",
    "ING": "Bank:ing",
    "DeepSeek-R1": "AIModel:deepseek-r1", "deepseek r1": "AIModel:deepseek-r1", "GPT4o": "AIModel:gpt-4o",
    "京智": "AIModel:jingzhi", "Huawei": "Vendor:huawei", "华为": "Vendor:huawei",
    "风险控制": "BusinessArea:risk-control",
    "Technology investment": "Metric:technology_investment", "科技投入": "Metric:technology_investment",
    "城商行": "BankGroup:city-commercial-banks", "2024": "Year:2024", "2024年": "Year:2024",
    # other names
    "BOB": BEIJING, "京行": BEIJING, "Beijing Bank": BEIJING, "工行": "Bank:icbc",
    "ICBC": "Bank:icbc", "ABC": "Bank:abc",
    "農業銀行": "Bank:abc", "J.P. Morgan": "Bank:jpmorgan", "jp morgan": "Bank:jpmorgan",
    "AWS": "Vendor:amazon-web-services",
    "昇腾": "Vendor:huawei", "AI手机银行": "Initiative:bank-of-shanghai-ai-native-mobile-bank",
    "B=IB+AIB": "Initiative:bank-of-beijing-b-ib-aib-strategy",
    # tickers
    "601169.SH": BEIJING, "601169": BEIJING, "SH601169": BEIJING, "sh 601169": BEIJING, "SH:601169": BEIJING,
    "601169.SS": BEIJING, "3698.HK": "Bank:huishang-bank", "03698": "Bank:huishang-bank",
    "HK 3698": "Bank:huishang-bank",
    "C": "Bank:citi", "MS": "Bank:morgan-stanley", "d05.si": "Bank:dbs", "STAN": "Bank:standard-chartered",
    # ids
    "bank-of-beijing": BEIJING, "technology_investment": "Metric:technology_investment",
    "jrsb-2025-05-13": "Source:jrsb-2025-05-13", "f1aed3035ad869583": "Fact:f1aed3035ad869583",
    # pinyin
    "bei jing yin hang": BEIJING, "beijingyinhang": BEIJING, "Beijing Yinhang": BEIJING, "bjyh": BEIJING,
    "zhongguo gongshang yinhang": "Bank:icbc", "zgyh": "Bank:boc",
    "chongqing yinhang": "Bank:bank-of-chongqing",
    # one typing error
    "Bank of Bejing": BEIJING, "bejing bank": BEIJING, "北京银航": BEIJING, "北京銀行": BEIJING,
    "beijng yinhang": BEIJING,
    "deepsek": "AIModel:deepseek", "hauwei": "Vendor:huawei",
    "technlogy investment": "Metric:technology_investment",
    "risk contol": "BusinessArea:risk-control", "shangai rural": "Bank:shanghai-rural-commercial-bank",
    # parts and words
    "北京": BEIJING, "bank of beij": BEIJING, "ping an": "Bank:ping-an-bank", "云南南天": "Vendor:yunnan-nantian",
    "technology inv": "Metric:technology_investment", "huawei cloud": "Vendor:huawei",
}  # fmt: skip
NOTHING = (
    '"', '"""', "*", "?", "~", "\\", "\\\\", "(", ")(", "[a TO b]", "{", "AND", "OR", "NOT",
    "AND OR NOT", "a AND", "+", "-",
    "&&", "||", "!", "^", "^2", ":", "name:", "name:[* TO *]", "/.*/", "/[/", "the", "THE", "IT",
    "of the", "a", "to be or",
    "🙂", "\x00", "\u202e", "%00", "'; DROP", "bank~1000000", "bank^99999999999", "*:*", "b*",
    "zzzzqqqq", "((((((((((",
    "银" * 3000, "x" * 10_000, "a b " * 2_000, "北京 " * 200, "<script>alert(1)</script>",
    "${jndi:x}", "ǅ ﬁ ß İ ı", "\u0301" * 50,
)  # fmt: skip


def found(web: httpx.Client, text: str, **more: Any) -> list[dict[str, Any]]:
    answer = web.get("/api/search", params={"q": text, **more})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def key(hit: dict[str, Any]) -> str:
    return f"{hit['label']}:{hit['id']}"


@pytest.mark.parametrize(("text", "first"), FIRST.items())
def test_what_one_looks_for_comes_first(web: httpx.Client, text: str, first: str) -> None:
    assert key(found(web, text)[0]) == first


@pytest.mark.parametrize("text", NOTHING, ids=[ascii(text[:12]) for text in NOTHING])
def test_nonsense_is_answered(web: httpx.Client, text: str) -> None:
    answer = web.get("/api/search", params={"q": text})
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] <= 1000
    assert answer.elapsed.total_seconds() < 5


@pytest.mark.parametrize("text", ["", None])
def test_nothing_to_look_for_is_a_mistake(web: httpx.Client, text: str | None) -> None:
    answer = web.get("/api/search", params={} if text is None else {"q": text})
    assert (answer.status_code, answer.json()["detail"][:2]) == (422, "q:")


@pytest.mark.parametrize(
    ("text", "label", "count"),
    [
        ("Chief information officer approved", "Initiative", 10),
        ("香港金管局生成式AI沙盒（首批）", "Initiative", 10),
        ("智能体项目", "Initiative", 4),
        ("jsyh", "Bank", 3),
    ],
)
def test_all_that_share_a_name_come_first(web: httpx.Client, text: str, label: str, count: int) -> None:
    exact = [hit for hit in found(web, text) if hit["match"] in ("name", "alias", "pinyin")]
    assert exact == found(web, text)[: len(exact)]
    assert len([hit for hit in exact if hit["label"] == label]) == count


def test_a_name_of_a_model_and_its_maker_finds_both(web: httpx.Client) -> None:
    assert [key(hit) for hit in found(web, "deepseek")[:2]] == ["AIModel:deepseek", "Vendor:deepseek"]
    assert [key(hit) for hit in found(web, "deepseek", label="Vendor")] == ["Vendor:deepseek"]


def test_a_hit_says_what_of_it_fits_and_where_it_is(web: httpx.Client) -> None:
    hit = found(web, "北京银行")[0]
    assert hit == {
        "label": "Bank", "id": "bank-of-beijing", "name": "Bank of Beijing", "name_zh": "北京银行", "match": "name",
        "score": 1.0, "url": "/api/banks/bank-of-beijing", "page": "/banks/bank-of-beijing",
    }  # fmt: skip
    matches = {
        "京行": "alias",
        "sh 601169": "ticker",
        "bjyh": "pinyin",
        "bank of bejing": "near",
        "bank of beij": "part",
    }
    assert {text: found(web, text)[0]["match"] for text in matches} == matches


@pytest.mark.parametrize("text", ["bank", "银行", "deepseek", "北京", "technology investment of banks"])
def test_the_score_falls(web: httpx.Client, text: str) -> None:
    hits = found(web, text, limit=1000)
    scores = [hit["score"] for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len({key(hit) for hit in hits}) == len(hits)


def test_hits_come_by_parts_and_of_one_label(web: httpx.Client) -> None:
    whole = found(web, "银行", limit=1000)
    seen, cursor = [], None
    while True:
        part = web.get(
            "/api/search", params={"q": "银行", "limit": 50, **({"cursor": cursor} if cursor else {})}
        ).json()
        assert part["total"] == len(whole)
        seen += part["items"]
        if (cursor := part["next"]) is None:
            break
    assert seen == whole
    assert [hit for hit in whole if hit["label"] == "Bank"] == found(web, "银行", label="Bank", limit=1000)
    answer = web.get("/api/search", params={"q": "银行", "label": "Bnk"})
    assert (answer.status_code, "did you mean Bank?" in answer.json()["detail"]) == (422, True)


def test_the_page_finds_the_same(web: httpx.Client) -> None:
    text = web.get("/search", params={"q": "deepsek"}, headers={"Accept": "text/html"}).text
    at = [text.index(f'href="{hit["page"]}"') for hit in found(web, "deepsek")[:2]]
    assert at == sorted(at)


def test_spellings_are_short_and_without_signs(example: Store) -> None:
    rows = example.connection.read("MATCH (n) WHERE n.spellings IS NOT NULL UNWIND n.spellings AS s RETURN DISTINCT s")
    assert len(rows) > 3000
    assert all(row["s"] and len(row["s"]) <= LONGEST and row["s"] == fold(row["s"]) for row in rows)


def test_every_way_to_write_a_listing() -> None:
    ways = set(spellings({"id": "x", "name": "X", "ticker": "700.HK"}))
    assert ways == {"x"} | {
        f"{a}{code}{b}" for code in ("700", "0700", "00700") for a, b in (("", ""), ("hk", ""), ("", "hk"))
    }
    assert set(spellings({"id": "x", "name": "X", "ticker": "WFC"})) == {"x", "wfc"}

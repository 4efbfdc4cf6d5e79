"""What is held out is refused wherever real news is read."""

import hashlib
import importlib.util
import json
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("real_news", Path(__file__).resolve().parents[1] / "benchmarks" / "real_news.py")
real_news = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(real_news)

SENTENCES = [f"Iran threatened Israel with {number} missiles." for number in range(200)]
PLAIN = [f"Iran lies {number} miles from Israel." for number in range(200)]


def sha1(text):
    return hashlib.sha1(text.encode()).hexdigest()


def article(text):
    return {"article_sha1": sha1(text), "language": "en", "date": "2019-05-01", "title": "", "text": text, "repository": "r", "path": "p"}


def test_a_digest_that_begins_with_zero_is_held_out_and_white_space_around_it_hides_nothing():
    held = {sentence for sentence in SENTENCES if sha1(sentence).startswith("0")}
    assert 0 < len(held) < len(SENTENCES)
    assert {sentence for sentence in SENTENCES if real_news.is_held_out(f"\n {sentence}  ", frozenset())} == held


def test_a_listed_digest_is_held_out_and_only_that_one(tmp_path):
    listed = next(sentence for sentence in SENTENCES if not sha1(sentence).startswith("0"))
    (tmp_path / "held.txt").write_text(sha1(listed)[:12] + "\n\n")
    digests = real_news.read_held_out(tmp_path / "held.txt")
    free = [sentence for sentence in SENTENCES if not sha1(sentence).startswith("0")]
    assert [sentence for sentence in free if real_news.is_held_out(sentence, digests)] == [listed]
    assert not real_news.is_held_out("Сеул предложил переговоры.", digests)


def test_a_held_out_article_is_not_read(tmp_path):
    texts = ["\n\n".join(SENTENCES[number:]) for number in range(100)]
    (tmp_path / "en.jsonl").write_text("".join(json.dumps(article(text)) + "\n" for text in texts))
    kept = [sha1(one["text"]) for one in real_news.read_articles(tmp_path / "en.jsonl", frozenset())]
    assert kept == [sha1(text) for text in texts if not sha1(text).startswith("0")]
    assert 0 < len(kept) < len(texts)


@pytest.fixture(scope="module")
def drawn():
    listed = frozenset(sha1(sentence)[:12] for sentence in SENTENCES[:50])
    sentences = real_news.read_sentences(article("\n\n".join(SENTENCES + PLAIN)), listed)
    return listed, sentences, *real_news.draw_sentences(sentences, 90, 1)


def test_no_held_out_sentence_is_drawn_or_shown_beside_another(drawn):
    listed, sentences, chosen, _ = drawn
    shown = {text for one in (*sentences, *chosen) for text in (one["before"], one["sentence"], one["after"]) if text}
    assert shown == {text for text in SENTENCES + PLAIN if not sha1(text).startswith("0") and sha1(text)[:12] not in listed}
    assert any(one["before"] is None for one in sentences[1:])


def test_two_thirds_of_what_is_drawn_hold_a_candidate_and_the_rest_name_two_actors(drawn):
    _, _, chosen, pools = drawn
    assert len(chosen) == 90 and sum(one["stratum"] == "none" for one in chosen) == 30
    assert all(bool(one["candidates"]) == (one["stratum"] != "none") and one["n_actors"] > 1 for one in chosen)
    assert len(pools) > 1 and len({one["sentence_sha1"] for one in chosen}) == 90


def test_tasks_say_nothing_of_the_coder_and_candidates_lie_in_their_sentence(drawn, tmp_path):
    _, _, chosen, pools = drawn
    real_news.write_draw(chosen, pools, tmp_path, "en", 1)
    tasks, candidates, second = (
        [json.loads(line) for line in (tmp_path / name / "en.jsonl").read_text().splitlines()] for name in ("tasks", "candidates", "second")
    )
    assert all(set(task) == {"n", *real_news.TASK} for task in tasks)
    by_number = {task["n"]: task for task in tasks}
    assert candidates and all(by_number[row["n"]]["sentence"][row["start"] : row["end"]] == row["quote"] for row in candidates)
    assert len(second) == 9 and all(by_number[task["n"]] == task for task in second)

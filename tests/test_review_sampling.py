import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.core.sampling import draw, missed_estimate, recall_interval


def test_the_same_seed_draws_the_same_sample_whatever_the_order() -> None:
    ids = [f"s{n:03}" for n in range(100)]
    assert draw(ids, 10, 7) == draw(ids[::-1], 10, 7) != draw(ids, 10, 8)
    assert len(set(draw(ids, 10, 7))) == 10
    assert sorted(draw(ids, 500, 7)) == ids


def test_nothing_looked_at_says_nothing() -> None:
    assert missed_estimate(0, 0, 40) == (0.0, 0, 40)


def test_everything_looked_at_says_all() -> None:
    assert missed_estimate(40, 3, 40) == (3.0, 3, 3)


def test_none_found_in_a_sample_bounds_what_was_missed() -> None:
    # the rule of three: 0 of 100 means at most about 3% (3.6% with both tails at 2.5%)
    estimate, low, high = missed_estimate(100, 0, 100_000)
    assert (estimate, low) == (0.0, 0)
    assert 3500 < high < 3700


def test_the_interval_is_clopper_and_pearson_s_when_the_population_is_large() -> None:
    # 10 of 100: 4.9% to 17.6% (Clopper and Pearson 1934)
    estimate, low, high = missed_estimate(100, 10, 1_000_000)
    assert estimate == 100_000
    assert 48_900 < low < 49_200
    assert 176_100 < high < 176_400


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 200))
def test_the_interval_holds_the_estimate_and_what_is_known(found: int, others: int, rest: int) -> None:
    sampled, population = found + others, found + others + rest
    estimate, low, high = missed_estimate(sampled, found, population)
    assert found <= low <= high <= population - others
    assert low <= estimate <= high


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="found"):
        missed_estimate(3, 4, 10)


def test_recall_goes_down_as_more_is_missed() -> None:
    recall = recall_interval(90, (10.0, 2, 30))
    assert recall is not None
    assert [round(share, 3) for share in recall] == [0.9, 0.75, 0.978]
    assert recall_interval(0, (0.0, 0, 5)) is None

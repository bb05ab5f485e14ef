"""What stands beside what among pledges: contradictions, and the inventories that begin where a pledge does."""

from indicators.analysis import pledges
from indicators.model.pledges import Pledge
from indicators.model.vocabulary import Level
from tests.helpers.checking import dataset


def pledge(name: str) -> Pledge:
    return next(one for one in dataset().pledges if one.id == name)


def test_casablancas_sources_contradict_each_other() -> None:
    cities = [place.id for place in dataset().places.of_level(Level.CITY)]
    found = {clash.place: clash for clash in pledges.contradictions(dataset(), ["casablanca", *cities])}
    assert next(iter(found)) == "casablanca"
    assert set(found) == {"casablanca", "lagos", "nairobi"}
    assert found["casablanca"].without.source == "net_zero_tracker_2022_12"
    assert found["casablanca"].stated.target_emissions == 24_190_000
    assert found["nairobi"].without.source == "cdp_targets_2021"


def test_no_figure_can_judge_casablancas_pledge() -> None:
    assert pledges.evidence(dataset(), pledge("casablanca_cdp_targets_2021_1")) is None


def test_istanbuls_base_is_its_inventory() -> None:
    evidence = pledges.evidence(dataset(), pledge("istanbul_cdp_targets_2021_1"))
    assert evidence is not None
    assert (int(evidence.base["year"]), round(evidence.base["value"])) == (2019, 50_888_653)
    assert (int(evidence.newest["year"]), round(evidence.newest["value"])) == (2021, 50_637_989)


def test_another_amount_of_the_base_year_is_no_evidence() -> None:
    # 13,008,741 t in the pledge, 13,635,675 t in the inventory of 2015
    own = [one for one in dataset().pledges if one.place == "buenos_aires" and one.base_emissions]
    assert own
    assert all(pledges.evidence(dataset(), one) is None for one in own)


def test_a_sectors_pledge_has_no_evidence() -> None:
    sector = [one for one in dataset().pledges if one.sector and one.base_emissions]
    assert sector
    assert all(pledges.evidence(dataset(), one) is None for one in sector)

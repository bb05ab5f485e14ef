"""What each field of Casablanca's utility and local tables is, in the project's own terms."""

from dataclasses import dataclass

from indicators.language.translator import N_
from indicators.model.vocabulary import Method, Perimeter


@dataclass(frozen=True)
class UtilityField:
    """The indicator a field of a table feeds, and how its values were obtained."""

    indicator: str
    method: Method = Method.REPORTED


FIELDS = {
    "water_network_yield": UtilityField("network_efficiency"),
    "water_network_efficiency": UtilityField("network_efficiency"),
    "water_delivered_annual": UtilityField("water_distributed"),
    "water_distributed_annual": UtilityField("water_distributed"),
    "drinking_water_distributed": UtilityField("water_distributed"),
    "water_distributed_daily_avg": UtilityField("water_distributed_daily"),
    "drinking_water_distributed_daily_mean": UtilityField("water_distributed_daily"),
    "water_distributed_daily_peak": UtilityField("water_distributed_daily_peak"),
    "drinking_water_consumption_daily_mean": UtilityField("water_consumed_daily"),
    "water_source_bouregreg_smba": UtilityField("water_supply_from_bouregreg"),
    "water_source_oum_er_rbia": UtilityField("water_supply_from_oum_er_rbia"),
    "water_source_local_wells": UtilityField("water_supply_from_local_wells"),
    "water_local_resource_share": UtilityField("water_local_resource_share"),
    "desalinated_water_transfer": UtilityField("desalinated_water_received"),
    "water_demand_annual": UtilityField("water_demand_annual"),
    "water_demand_daily_projection": UtilityField("water_demand_daily", Method.PROJECTED),
    "water_customers": UtilityField("water_customers"),
    "water_service_connections": UtilityField("water_service_connections"),
    "water_network_length": UtilityField("water_network_length"),
    "water_storage_autonomy": UtilityField("water_storage_autonomy"),
    "wastewater_reused_green_space": UtilityField("wastewater_reused"),
    "wastewater_reuse_capacity_planned": UtilityField("wastewater_reuse_planned", Method.PLANNED),
    "green_space_irrigable_by_reuse": UtilityField("green_space_irrigable_by_reuse"),
    "wastewater_treatment_capacity": UtilityField("wastewater_treatment_capacity"),
    "wastewater_discharged_at_sea_dry": UtilityField("wastewater_discharged_at_sea_dry"),
    "wastewater_discharged_at_sea_wet": UtilityField("wastewater_discharged_at_sea_wet"),
    "dam_fill_rate": UtilityField("dam_fill"),
    "dam_volume": UtilityField("dam_volume"),
    "desalination_capacity_planned": UtilityField("desalination_planned", Method.PLANNED),
    "desalination_population_served_planned": UtilityField("desalination_population_planned", Method.PLANNED),
    "electricity_purchased": UtilityField("electricity_purchased"),
    "electricity_purchased_by_distributor": UtilityField("electricity_purchased"),
    "electricity_customers": UtilityField("electricity_customers"),
    "electricity_active_customers": UtilityField("electricity_customers"),
    "electricity_network_yield": UtilityField("electricity_network_efficiency"),
    "electricity_network_efficiency": UtilityField("electricity_network_efficiency"),
    "population": UtilityField("population_legal", Method.CENSUS),
    "households": UtilityField("households", Method.CENSUS),
    "green_space_per_capita": UtilityField("green_space_per_person_municipal"),
    "green_space_total": UtilityField("green_space_municipal"),
    "green_space_per_capita_green_city_index": UtilityField("green_space_per_person_index"),
    "green_space_per_capita_eiu": UtilityField("green_space_per_person_index"),
    "urban_perimeter_growth": UtilityField("urban_perimeter_growth"),
    "urban_perimeter_growth_projection": UtilityField("urban_perimeter_growth", Method.PROJECTED),
    "built_up_increase_1989_2019": UtilityField("built_up_increase", Method.SATELLITE),
    "modal_share_walking": UtilityField("modal_split_walking", Method.SURVEY),
    "modal_share_public_transport": UtilityField("modal_split_public_transport", Method.SURVEY),
    "modal_share_private_car": UtilityField("modal_split_car", Method.SURVEY),
    "modal_share_taxi": UtilityField("modal_split_taxi", Method.SURVEY),
    "modal_share_two_wheelers": UtilityField("modal_split_two_wheelers", Method.SURVEY),
    "trips_per_day": UtilityField("trips_per_day", Method.SURVEY),
    "motorisation_rate": UtilityField("motorisation", Method.SURVEY),
    "tramway_ridership": UtilityField("tram_ridership"),
    "tramway_line_length_planned": UtilityField("tram_line_length_planned", Method.PLANNED),
    "municipal_waste_generated": UtilityField("waste_generated"),
    "municipal_waste_projection": UtilityField("waste_generated", Method.PROJECTED),
    "municipal_waste_growth": UtilityField("waste_growth"),
    "waste_organic_share": UtilityField("waste_organic_share"),
    "co2_per_capita_green_city_index": UtilityField("co2_from_electricity_per_person"),
    "co2_from_electricity_per_capita": UtilityField("co2_from_electricity_per_person"),
    "pm10_concentration": UtilityField("pm10"),
    "air_quality_fixed_stations": UtilityField("air_quality_stations"),
}

SUPPLY_FIELD = "drinking_water_supply_by_source"
SUPPLY_BY_SOURCE = {
    "Barrage Sidi Mohamed Ben Abdellah (Bouregreg)": "water_source_bouregreg_smba",
    "Barrages Daourat et Sidi Said Maachou (Oum Er-Rbia)": "water_source_oum_er_rbia",
    "Captages Tit Mellil et Sidi Moussa Ben Ali": "water_source_local_wells",
}
"""One field of a table holds three supplies; its `source_field` says which."""

TARGET_FIELD = "water_network_yield_target"

UNDATED = ("co2_from_electricity_per_person", "green_space_per_person_index")
"""Figures of an index of 2011 on data of 2009-2010: one table prints 2011, the other no year."""

PERIMETERS = {
    "utility perimeter": Perimeter.UTILITY,
    "sub-city supply zone": Perimeter.NOT_STATED,
    "city": Perimeter.NOT_STATED,
    "city (as named by source)": Perimeter.NOT_STATED,
    "study area": Perimeter.NOT_STATED,
    "metropolitan region": Perimeter.METROPOLITAN_AREA,
    "region (pre-2015)": Perimeter.METROPOLITAN_AREA,
    "city (prefecture)": Perimeter.PREFECTURE,
    "prefecture of arrondissements": Perimeter.PREFECTURE,
    "arrondissement": Perimeter.ARRONDISSEMENT,
    "region": Perimeter.REGION,
    "project": Perimeter.FACILITY,
    "dam": Perimeter.FACILITY,
    "wastewater plant": Perimeter.FACILITY,
}

GREEN_CITY_INDEX = "african_green_city_index_2011"

SOURCES = {
    "Afrik21": "afrik21_reuse",
    "African Green City Index 2011 (EIU/Siemens), reported by Les Eco (secondary source)": GREEN_CITY_INDEX,
    "Al Bayane (Lydec financial communiqué)": "lydec_results_2021",
    "Barlamane (Al Ahdath Al Maghribia, Wednesday 21 March)": "barlamane_green_spaces",
    "Barlamane (Al Ahdath), 21 March": "barlamane_green_spaces",
    "Benchelha et al., Int. J. of Geoinformatics": "benchelha_ijg",
    "Conjoncture (SDL Casa Transports EMD)": "emd_2018_conjoncture",
    "Greentimes (Maa Dialna, Ministry of Equipment and Water), 2024-11-04": "greentimes_2024_11",
    "H24info (DMN), 2019-01": "h24info_2019_01",
    "H24info, 2024-11": "h24info_2024_11",
    "HCP, Direction régionale du Grand Casablanca, RGPH 2014 note": "hcp_grand_casablanca_2014",
    "La Vie éco": "lavieeco_green_spaces",
    "La Vie éco (F. Amraoui), 2019-03": "lavieeco_2019_03",
    "La Vie éco (Lydec data), 2019-03": "lavieeco_2019_03",
    "La Vie éco, 2019-03": "lavieeco_2019_03",
    "Le Reporter (Lydec results)": "lydec_results_2014",
    "Le360 (Aujourd’hui le Maroc), 2022-12": "le360_2022_12",
    "Le360 (Lydec press briefing), 2019-03": "lydec_briefing_2019",
    "Le360 (Lydec), 2019-03": "lydec_briefing_2019",
    "Le360 (Maa Dialna), 2024-10": "le360_2024_10",
    "Le360 press review (Al Ahdath), 2024-09": "le360_2024_09",
    "Le360, 2024-08": "le360_2024_08",
    "Les Échos/maghress, 2011-12": GREEN_CITY_INDEX,
    "Libération (Casa Transports), 2017-12": "liberation_2017_12",
    "Lydec annual results 2014, reported by Les Eco": "lydec_results_2014",
    "Lydec annual results 2018 communique, reported by allAfrica/MAP": "lydec_results_2018",
    "Lydec blog, Journee mondiale de l'eau 2021": "lydec_blog_2021",
    "Lydec half-year results 2014, reported by Les Eco": "lydec_half_year_2014",
    "Lydec press release 23/03/2022": "lydec_release_2022_03",
    "Lydec press release, 23 March 2022": "lydec_release_2022_03",
    "Lydec workshop, reported by L'Economiste 23/03/2012": "leconomiste_2012_03",
    "Lydec, Note d'information, emission obligataire 2010 (visa CDVM VI/EM/022/2010, 25 June 2010)": "lydec_note_2010",
    "Lydec, note d’information (bond issue 2010)": "lydec_note_2010",
    "Lydec, note d’information (bond issue 2010), p.178": "lydec_note_2010",
    "Lydec, note d’information (bond issue, CDVM visa 25 June 2010)": "lydec_note_2010",
    "Lydec, note d’information 2010": "lydec_note_2010",
    "Lydec, reported by L'Economiste 01/04/2022": "leconomiste_2022_04",
    "Lydec, reported by La Vie eco 03/2019": "lavieeco_2019_03",
    "L’Economiste, 2016-06-28": "leconomiste_2016_06",
    "L’Economiste, 2018-05-22": "leconomiste_2018_05",
    "L’Economiste, 2018-07-10": "leconomiste_2018_07",
    "L’Economiste, 2022-04-01": "leconomiste_2022_04",
    "MAP via infosdumaroc.com": "map_green_spaces",
    "MCG24 (SRM Casablanca-Settat, session of 15 Oct 2025)": "mcg24_2025_10",
    "TelQuel (Casa Transport EMD), 2019-01": "emd_2018_telquel",
    "Yabiladi, 2024-06": "yabiladi_2024_06",
    "mohammedia.me (Secrétariat d’État chargé de l’Eau), 2017-11": "mohammedia_me_2017_11",
}

INDEX_YEAR = N_("Edition of 2011, on data of 2009-2010; the year of the figure is not stated.")
LESS_THAN_UNDATED = N_("Printed as “less than”; the report's date is not known.")
UNDATED_REPORT = N_("The report's date is not known.")
INFERRED_YEAR = N_("Printed without a year; 2018 inferred from “Wednesday 21 March”.")
CONFLICT_2030 = N_("Two reports of March 2019 print different figures for 2030; both are shown.")
FORMER_REGION = N_("Former region of Grand Casablanca: Casablanca, Mohammedia, Nouaceur and Médiouna.")
ROUNDED_LEGAL = N_("rounded: printed to the nearest thousand.")

NOTES = {
    ("network_efficiency", "2014"): N_("At the end of June 2014."),
    ("network_efficiency", "2018"): N_("The operator's annual results print it rounded, 77.3%."),
    ("network_efficiency", "2020"): N_("approximate: printed as “of the order of”."),
    ("network_efficiency", "2021"): N_("At the end of December 2021."),
    ("water_distributed", "2011"): N_(
        "Put into the network: the mean consumption of the same report (386,000 m³ a day) is three quarters of it."
    ),
    ("water_distributed", "2018"): N_(
        "Put into the network: it equals the daily mean distributed over the year; rounded in the source."
    ),
    ("water_distributed", "2021"): N_(
        "Printed as “more than”. Put into the network: it matches the supply by source (218)."
    ),
    ("water_distributed_daily", "2018"): N_(
        "Put into the network: over the year it makes the 200 million m³ conveyed in 2018."
    ),
    ("water_distributed_daily_peak", "2018"): N_("22 August 2018; put into the network, as the daily mean is."),
    ("water_consumed_daily", "2011"): N_("Consumption of customers, not the volume put into the network."),
    ("water_local_resource_share", "2019"): N_("approximate: printed as “close to”."),
    ("desalinated_water_received", "2025"): N_("For the supply zone of Casablanca Sud only."),
    ("water_demand_annual", "2024"): N_("Printed as “over”; perimeter not stated."),
    ("water_demand_daily", "2030"): CONFLICT_2030,
    ("water_storage_autonomy", "2018"): N_("Printed as “more than”; 36 reservoirs and water towers."),
    ("wastewater_reused", "2024"): N_("Printed as “more than”; from the Médiouna plant."),
    ("wastewater_reuse_planned", ""): N_(
        "Five planned plants of 1,314 m³ a day each; the article's date is not known."
    ),
    ("wastewater_treatment_capacity", "2024"): N_("Design capacity; doubling to 7,600 m³ a day was planned."),
    ("green_space_irrigable_by_reuse", "2024"): N_("approximate: printed as “close to”; a network of 31 km."),
    ("dam_fill", "2024"): N_("October 2024."),
    ("dam_volume", "2023"): N_("Printed as “exceeded”; same period as October 2024."),
    ("dam_volume", "2024"): N_("October 2024."),
    ("desalination_planned", "2026"): N_("Planned: first phase, end of 2026 (200 million m³ a year)."),
    ("desalination_planned", "2028"): N_(
        "Planned: second phase, mid-2028 (300 million m³ a year, 50 of them for farming)."
    ),
    ("desalination_population_planned", "2028"): N_("Planned, at full capacity."),
    ("electricity_network_efficiency", "2014"): N_("At the end of December 2014."),
    ("electricity_network_efficiency", "2018"): N_("At the end of December 2018."),
    ("green_space_per_person_municipal", "2016"): N_("Printed as “less than one square metre”."),
    ("green_space_per_person_municipal", "2018"): N_(
        "Printed “35 centimetres per inhabitant”, read as 0.35 m²; printed without a year, 2018 inferred from "
        "“Wednesday 21 March”."
    ),
    ("green_space_per_person_municipal", ""): UNDATED_REPORT,
    ("green_space_municipal", "2018"): INFERRED_YEAR,
    ("green_space_per_person_index", ""): INDEX_YEAR,
    ("co2_from_electricity_per_person", ""): INDEX_YEAR,
    ("built_up_increase", "2019"): N_("From 1989 to 2019 (+88%), in the study area of the paper."),
    ("tram_ridership", "2012"): N_("part-year: from 12 December 2012 only."),
    ("tram_ridership", "2022"): N_("part-year: to 8 December 2022 only."),
    ("tram_line_length_planned", "2018"): N_("Planned: announced in December 2017."),
    ("waste_generated", "2017"): N_("Printed as “more than”; landfilled at Médiouna."),
}

LOWER_BOUNDS = (
    ("water_distributed", "2021"),
    ("water_demand_annual", "2024"),
    ("water_storage_autonomy", "2018"),
    ("wastewater_reused", "2024"),
    ("dam_volume", "2023"),
    ("waste_generated", "2017"),
)
UPPER_BOUNDS = (("green_space_per_person_municipal", "2016"),)
UPPER_BOUND_SOURCES = ("map_green_spaces",)
"""What is printed as "more than" or "less than": indicators and years, sources; a bound, not a value."""

SOURCE_NOTES = {
    "map_green_spaces": LESS_THAN_UNDATED,
    "h24info_2024_11": ROUNDED_LEGAL,
}

FORMER_REGION_LEVEL = "region (pre-2015)"

ENCYCLOPAEDIA = "Wikipedia"

HELD_AREAS = {
    "African Green City Index, 15-city average": "the mean of an index's cities, not a place: drawn as a mark",
    "Anfa and Californie": "two quarters taken together: no territory with figures of its own",
}

"""A small data folder, complete: what the tests of reading and serving break, one thing at a time."""

from pathlib import Path

ENTRY = """\
id = "network_losses"
theme = "water"
scale = "city"
measure = "share"
unit = "percent"
direction = "lower"
headline = true
keywords = ["leak"]

[range]
min = 0
max = 100

[sdg]
target = "6.4"
kind = "context"

[names]
en = "Losses of the network"
fr = "Pertes du réseau"
ar = "ضياع الشبكة"

[unit_names]
en = "% of the volume"
fr = "% du volume"
ar = "% من الحجم"

[definition]
en = "Water put into the network and not billed."
fr = "Eau mise dans le réseau et non facturée."
ar = "الماء المضخوخ غير المفوتر."
"""

FILES = {
    "catalogue/water/network_losses.toml": ENTRY,
    "places/places.csv": """\
id,name_en,name_fr,name_ar,aliases,level,parent,country,longitude,latitude,code
morocco,Morocco,Maroc,المغرب,,country,,MAR,,,
casablanca,Casablanca,Casablanca,الدار البيضاء,Casa|Dar el Beida,city,morocco,MAR,-7.5486,33.5861,
rabat,Rabat,Rabat,الرباط,,city,morocco,MAR,-6.8278,33.9972,
""",
    "sources/sources.csv": """\
id,producer,title,citation,link,published,accessed,licence,redistributable,attribution,note
open_2020,Utility,Annual report 2020,Utility (2020) Annual report,https://example.org/2020,2020,,CC BY 4.0,true,Utility,
closed_2021,Agency,Yearbook 2021,"Agency (2021), Yearbook.",https://example.org/2021,2021,,all rights reserved,false,,
""",
    "home.toml": """\
city = "casablanca"
address = "casablanca"
part = "arrondissement"
country_names = { en = "Morocco", fr = "le Maroc", ar = "المغرب" }
""",
    "families.toml": '[split.names]\nen = "Split"\nfr = "Répartition"\nar = "التوزيع"\n',
    "peer_sets.toml": """\
[all]
order = 10
rule = "all"
names = { en = "All peers", fr = "Toutes les villes", ar = "كل المدن" }
reason = { en = "Every other city.", fr = "Toutes les autres villes.", ar = "كل المدن الأخرى." }
member = { en = "{place}", fr = "{place}", ar = "{place}" }
""",
    "targets.csv": """\
code,level,title_en,title_fr,title_ar,short_en,short_fr,short_ar,colour,text_colour
6,goal,Water for all,De l’eau pour tous,الماء للجميع,Water,Eau,الماء,#26BDE2,#000000
6.4,target,Use water well,Bien utiliser l’eau,استعمال الماء,,,,#26BDE2,#000000
6.4.1,indicator,Water-use efficiency,Efficacité,كفاءة الماء,,,,#26BDE2,#000000
""",
    "urban_centres.csv": """\
id,name,published_name,country,longitude,latitude,built_up_km2,population
1575,Casablanca,,MAR,-7.5767,33.5658,157.0854492,3985569
1600,Rabat,,MAR,-6.8301,33.9911,80.5,1700000
""",
    "observations/water/network_losses.csv": """\
place,indicator,year,value,lower,upper,perimeter,method,source,note
casablanca,network_losses,2020,23.5,20,27,utility perimeter,metered,open_2020,
casablanca,network_losses,2021,23,,,utility perimeter,metered,closed_2021,as printed
rabat,network_losses,2020,19.25,,,municipality,reported,open_2020,
""",
}

OBSERVATIONS = "observations/water/network_losses.csv"


def write_folder(folder: Path) -> Path:
    """Write the folder and return it."""
    for name, text in FILES.items():
        write(folder, name, text)
    return folder


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """Write one file of a data folder, bytes as they are; return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def change(folder: Path, name: str, old: str, new: str) -> Path:
    """Replace a text that stands once in a file of a data folder; return its path."""
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    return write(folder, name, text.replace(old, new))


def add_rows(folder: Path, *rows: str) -> Path:
    """Append lines to the file of observations; return its path."""
    text = (folder / OBSERVATIONS).read_text(encoding="utf-8")
    return write(folder, OBSERVATIONS, text + "".join(f"{row}\n" for row in rows))

"""Bringing a file to the data page without a browser: what its tests share."""

from tests.helpers.visits import Visit, script_at

# HCP, census of 2024: 98.2 % in Casablanca; 98.4 and 99.1 are typed here.
FRENCH = """\
Raccordement à l'égout;;;;;;
Ville;Indicateur;Année;Valeur;Source;Périmètre;Méthode
Casablanca;public_sewer;2024;98,4;{source};commune;recensement
Casablnca;public_sewer;2023;97,9;{source};;
Rabat;public_sewer;2024;99,1;{source};commune;recensement
""".replace("\n", "\r\n")


def bring(text, name="eau.csv", language="en"):
    """Open the data page and drop a file on it."""
    visit = Visit("data", lang=language)
    drop(visit, text, name)
    return visit


def drop(visit, text, name="eau.csv"):
    content = text if isinstance(text, bytes) else text.encode("cp1252")
    visit.app.get("file_uploader")[0].set_value((name, content, "text/csv"))
    visit.app.run()
    visit.assert_sound()


def go(visit, address, **query):
    visit.app.switch_page(script_at(address))
    for name, value in query.items():
        visit.app.query_params[name] = value
    visit.app.run()
    visit.assert_sound()
    return visit


def press(visit, key):
    next(button for button in visit.app.button if button.key == key).click()
    visit.app.run()
    visit.assert_sound()


def keys(visit):
    return {button.key for button in visit.app.button}


def describe(visit):
    """Fill in the form of the origin."""
    for name, value in {
        "producer": "Régie de l'eau",
        "title": "Bilan 2024",
        "link": "https://example.org/bilan",
        "published": "2025",
        "licence": "CC BY 4.0",
    }.items():
        visit.app.text_input(key=f"origin_{name}").set_value(value)
    visit.app.selectbox(key="origin_may").set_value("yes")

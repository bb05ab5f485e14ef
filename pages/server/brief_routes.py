"""The route of the council brief: a theme as two pages of PDF, made beside the server's loop and stored."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from indicators.handout.brief import brief_of, brief_pdf
from indicators.language.translator import N_, Translator
from indicators.model.vocabulary import Theme
from indicators.store.dataset import Dataset
from indicators.web import app_state
from pages.server.plain_routes import Answer, reader_language
from pages.shared.page_cache import held_or_made, shared

PREFIX = "/brief/"


async def brief(request: Request) -> Response:
    """Answer the brief of a theme in the reader's language."""
    theme, language = request.path_params["theme"], reader_language(request)
    if theme not in set(Theme):
        return PlainTextResponse(f"{Translator(language)(N_('There is no page at this address'))}.\n", status_code=404)
    arguments = app_state.published_dataset(), theme, language, app_state.public_address()
    answer = await held_or_made(brief_answer, *arguments)
    response = answer.response(request.headers)
    response.headers["Content-Disposition"] = f'inline; filename="brief-{theme}-{language}.pdf"'
    return response


@shared
def brief_answer(dataset: Dataset, theme: str, language: str, public: str) -> Answer:
    """Return the brief of a theme, made once for each version of the data."""
    return Answer.of(200, "application/pdf", brief_pdf(brief_of(dataset, Theme(theme), language, public)))


ROUTES: list[BaseRoute] = [Route(PREFIX + "{theme}.pdf", brief)]

"""The server of tools through the official client: in the process, and as a program over standard input and output."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError

from indicators.assistants.offers import OFFERS
from indicators.assistants.server import make_server
from tests.assistants.test_tools import dataset

ROOT = Path(__file__).parents[2]


def with_client(question, server=None, **options):
    """Return what `question` makes of a client that is connected."""

    async def asked():
        async with Client(server or make_server(dataset), **options) as client:
            return await question(client)

    return asyncio.run(asked())


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_the_client_lists_the_tools_and_calls_one(mode: str) -> None:
    async def question(client):
        listed = await client.list_tools()
        result = await client.call_tool("get_values", {"indicator": "electricity_at_home", "places": ["rabat"]})
        return [tool.name for tool in listed.tools], listed.tools[0], result

    names, first, result = with_client(question, mode=mode)
    assert names == list(OFFERS)
    assert first.annotations.read_only_hint is True
    assert (result.is_error, result.structured_content["figures"][0]["value"]) == (False, 99.8)
    assert "Rabat, 2024: 99.8%" in result.content[0].text


def test_an_unknown_tool_is_an_error_of_the_protocol_that_names_the_tools() -> None:
    async def question(client):
        with pytest.raises(MCPError, match="There is no tool “forecast”") as problem:
            await client.call_tool("forecast", {"year": 2050})
        return str(problem.value)

    assert "Nothing is forecast here" in with_client(question)


def test_the_resources_are_read() -> None:
    async def question(client):
        listed = await client.list_resources()
        texts = [(await client.read_resource(resource.uri)).contents[0].text for resource in listed.resources]
        with pytest.raises(MCPError, match="There is no resource"):
            await client.read_resource("file:///etc/passwd")
        return [str(resource.uri) for resource in listed.resources], texts

    uris, texts = with_client(question)
    assert uris == ["indicators://catalogue", "indicators://places", "indicators://sources"]
    assert all(dataset().version in text for text in texts)
    assert '"electricity_at_home"' in texts[0]


@pytest.mark.slow
def test_a_program_is_served_over_standard_input_and_output() -> None:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "indicators", "mcp"], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )

    async def question(client):
        result = await client.call_tool(
            "compare", {"indicator": "population_agglomeration", "places": ["casablanca", "rabat"], "language": "fr"}
        )
        return client.server_info, result

    server, result = with_client(question, command)
    assert server.name == "casablanca-indicators"
    assert result.structured_content["verdict"] == "with care"
    assert {row["place"] for row in result.structured_content["figures"]} == {"casablanca", "rabat"}


def test_the_example_of_the_documentation_prints_what_it_says(capsys: pytest.CaptureFixture) -> None:
    text = (ROOT / "docs" / "assistants.md").read_text(encoding="utf-8")
    code = text.split("```python\n")[1].split("```")[0].partition("asyncio.run(")[0]
    printed = text.split("prints\n\n```\n")[1].split("```")[0]
    names: dict = {}
    exec(compile(code, "assistants.md", "exec"), names)
    asyncio.run(names["main"](make_server(dataset)))
    lines = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    for line in printed.splitlines():
        begin, _, end = line.partition("HCP, ...")
        assert any(line.startswith(begin) and line.endswith(end) for line in lines), line

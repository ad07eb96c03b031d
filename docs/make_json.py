"""Writes json.md, beside this file, from the schema in the package: python docs/make_json.py."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
PAGE = FOLDER / "json.md"
SCHEMA = FOLDER.parent / "src" / "mkdeck" / "cli" / "output.schema.json"
START = """# For programs: `--json`

With `--json` each command prints one JSON object on standard output, and nothing else there; findings go to standard error as ever, and the exit code is the same. Where an option is
mistyped or an argument missing (exit code 2, with a line of usage), nothing is printed.

```sh
mkdeck check articles/ --json | jq '.articles[] | .path, (.questions | length)'
```

The form has a version, the member `schema`. This page is of version {version}. Under it a later release may add members, and changes none: programs should let members pass that they do not know. A change that would break one gets another number, named in the
changelog. The form as a JSON Schema comes with the package:

```sh
python -c "from importlib.resources import files; print((files('mkdeck') / 'cli' / 'output.schema.json').read_text())"
```

The page is made of it by `python docs/make_json.py`, and a test compares the two, and the schema with what each command prints.
"""


def write_page() -> str:
    """Return the page: a chapter for each command, then one for each thing that is in several."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    parts = schema["$defs"]
    commands = [each["$ref"].rpartition("/")[2] for each in schema["oneOf"]]
    version = parts[commands[0]]["properties"]["schema"]["const"]
    chapters = [_write_chapter(f"mkdeck {name}", parts[name]) for name in commands]
    chapters += [_write_chapter(name, part) for name, part in parts.items() if name not in commands]
    return "\n".join([START.format(version=version), *chapters])


def _write_chapter(title: str, part: dict[str, Any]) -> str:
    rows = "".join(_write_rows(part))
    said = f"{part['description']}\n\n" if "description" in part else ""
    return f"## {title}\n\n{said}| member | type | is |\n| --- | --- | --- |\n{rows}"


def _write_rows(part: dict[str, Any], above: str = "") -> list[str]:
    rows = []
    for name, member in part["properties"].items():
        rows.append(f"| `{above}{name}` | {_name_type(member)} | {member['description']} |\n")
        inner = member.get("items", member)
        rows += _write_rows(inner, f"{above}{name}.") if "properties" in inner else []
    return rows


def _name_type(member: dict[str, Any]) -> str:
    if "$ref" in member:
        name = member["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "anyOf" in member:
        return " or ".join(_name_type(each) for each in member["anyOf"])
    if "enum" in member or "const" in member:
        return ", ".join(f"`{json.dumps(value)}`" for value in member.get("enum", [member.get("const")]))
    if member["type"] == "array":
        return f"list of {_name_type(member['items'])}"
    types = member["type"] if isinstance(member["type"], list) else [member["type"]]
    return " or ".join(types)


if __name__ == "__main__":
    PAGE.write_text(write_page(), encoding="utf-8")

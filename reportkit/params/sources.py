"""Addresses of databases and remote files, and queries, as a project file writes them. Nothing is reached here.

A password is never written: its place is taken by ``${NAME}``, which is filled from the environment when it is needed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, Field

from reportkit.messages import Message, did_you_mean, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = [
    "DATABASES",
    "LOCAL",
    "REMOTE",
    "Parameter",
    "Query",
    "Uri",
    "filled",
    "masked",
    "parameter_names",
    "require_whole_source",
    "scheme",
]

DATABASES = ("postgresql", "sqlite")
"""The databases that a query can be put to: those whose transactions are known to be read-only."""

LOCAL = "file"
"""The scheme of a file of the workspace."""

REMOTE: Mapping[str, str] = {
    "abfs": "adlfs",
    "abfss": "adlfs",
    "ftp": "fsspec",
    "gs": "gcsfs",
    "http": "fsspec[http]",
    "https": "fsspec[http]",
    "s3": "reportkit-esf[s3]",
    "sftp": "fsspec[sftp]",
    "smb": "fsspec[smb]",
    "webhdfs": "requests",
}
"""The schemes under which a remote file can stand, each with the package that brings its driver."""

_PARTS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?:(?P<user>[^/?#@]*)@)?(?P<rest>[^\n]*)")
_PLACEHOLDER = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_SECRET = re.compile(r"auth|cred|key|pass|pwd|secret|sig|token", re.IGNORECASE)
_PARAMETER = re.compile(r"(?<![:\w\\]):([A-Za-z_]\w*)(?!:)")
_QUERY = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(?:select|with)\b", re.IGNORECASE | re.DOTALL)

Parameter = str | int | float | bool


def scheme(uri: str) -> str:
    """Return what stands before ``://``, without the name of a driver.

    Examples
    --------
    >>> scheme("postgresql+psycopg://db.example/esf")
    'postgresql'
    """
    return uri.partition("://")[0].partition("+")[0]


def masked(uri: str) -> str:
    """Return a uri as it may be shown: without its password and without the values after its question mark.

    Examples
    --------
    >>> masked("postgresql://reader:${ESF_PASSWORD}@db.example/esf?sslmode=require")
    'postgresql://reader:***@db.example/esf?sslmode=***'
    """
    parts = _parts(uri)
    name, colon, _ = (parts["user"] or "").partition(":")
    user = f"{name}:***@" if colon else f"{name}@" if name else ""
    rest, mark, query = parts["rest"].partition("?")
    hidden = "&".join(f"{pair.partition('=')[0]}=***" if "=" in pair else "***" for pair in query.split("&"))
    return f"{parts['scheme']}://{user}{rest}{mark}{hidden if mark else ''}"


def filled(uri: str, environment: Mapping[str, str]) -> str:
    """Return a uri with the values that the environment has for its placeholders.

    Raises
    ------
    KeyError
        When the environment lacks one; its argument is the name.

    Examples
    --------
    >>> filled("postgresql://reader:${ESF_PASSWORD}@db.example/esf", {"ESF_PASSWORD": "a/b"})
    'postgresql://reader:a%2Fb@db.example/esf'
    """
    parts = _parts(uri)
    user = _PLACEHOLDER.sub(lambda found: quote(environment[found[1]], safe=""), parts["user"] or "")
    rest, mark, query = parts["rest"].partition("?")
    rest = _PLACEHOLDER.sub(lambda found: environment[found[1]], rest)
    query = _PLACEHOLDER.sub(lambda found: quote(environment[found[1]], safe=""), query)
    return f"{parts['scheme']}://{user}{'@' if user else ''}{rest}{mark}{query}"


def parameter_names(sql: str) -> list[str]:
    """Return the names that a query leaves to its parameters, each once.

    Examples
    --------
    >>> parameter_names("SELECT a::text FROM t WHERE operation = :op AND at < '12:30'")
    ['op']
    """
    return list(dict.fromkeys(_PARAMETER.findall(sql)))


def require_whole_source(uris: Sequence[str], sql: str | None, parameters: Mapping[str, object]) -> None:
    """Require that a query has its database and its parameters, and a database its query.

    Raises
    ------
    ValueError
        When something is missing or left over.
    """
    if sql is None:
        if parameters:
            raise ValueError(Message("parameters are those of a query; add it as sql"))
        if any(scheme(uri) in DATABASES for uri in uris):
            raise ValueError(Message("a database needs a query; add it as sql"))
        return
    if len(uris) != 1 or scheme(uris[0]) not in DATABASES:
        raise ValueError(Message("a query needs the uri of one database, such as postgresql://host/name"))
    used = parameter_names(sql)
    for name in used:
        if name not in parameters:
            raise ValueError(Message("the query has :{name}, and parameters has no {name}", name=name))
    for name in parameters:
        if name not in used:
            raise ValueError(joined("; ", (Message("the query has no :{name}", name=name), did_you_mean(name, used))))


def _parts(uri: str) -> re.Match[str]:
    found = _PARTS.fullmatch(uri)
    if not found:
        raise ValueError(Message("write a uri as scheme://host/path, such as s3://bucket/participations.csv"))
    return found


def _uri(text: str) -> str:
    parts = _parts(text)
    known = (*DATABASES, LOCAL, *REMOTE)
    if scheme(text) not in known:
        mend = did_you_mean(scheme(text), known) or Message("there are {listed}", listed=", ".join(known))
        what = Message('a uri cannot begin with "{scheme}://"', scheme=scheme(text))
        raise ValueError(joined("; ", (what, mend)))
    if "+" in parts["scheme"] and parts["scheme"] != "postgresql+psycopg":
        raise ValueError(Message('leave the driver out of the uri: write "{scheme}://"', scheme=scheme(text)))
    if "::" in text:
        raise ValueError(Message("a uri names one file, not one within another: no ::"))
    if scheme(text) == "sqlite" and not re.fullmatch(r"sqlite:///[^?]+", text):
        raise ValueError(Message("write an SQLite database as sqlite:///path, from the workspace"))
    _require_no_secret(parts)
    return text


def _require_no_secret(parts: re.Match[str]) -> None:
    """Refuse what looks like a password that is written out."""
    name, _, password = (parts["user"] or "").partition(":")
    host, _, port = re.split(r"[/?#]", parts["rest"], maxsplit=1)[0].partition(":")
    secrets = [password, *_secret_values(parts["rest"])]
    if parts["scheme"] in {"http", "https"}:
        secrets.append(name)
    if _is_split_up(parts["rest"], host, port) or any(map(_is_written_out, secrets)):
        what = Message(
            "a password never stands in a project file; write {example}, and set NAME in the environment",
            example="${NAME}",
        )
        raise ValueError(what)


def _secret_values(rest: str) -> Iterable[str]:
    query = urlsplit(f"//h/{rest}").query if "?" in rest else ""
    pairs = (pair.partition("=") for pair in query.split("&"))
    return [value for key, _, value in pairs if _SECRET.search(key)]


def _is_split_up(rest: str, host: str, port: str) -> bool:
    """Tell whether what seems a host is the beginning of a user and a password that holds a slash or the like."""
    numbered = not port or port.isdecimal() or _PLACEHOLDER.fullmatch(port)
    return not host.startswith("[") and (not numbered or bool(port and "@" in rest))


def _is_written_out(secret: str) -> bool:
    return bool(secret) and not _PLACEHOLDER.fullmatch(secret)


def _query(text: str) -> str:
    sql = text.strip().removesuffix(";").rstrip()
    if ";" in sql:
        raise ValueError(Message("a query is one statement: no ; but at its end (give a text with a ; as a parameter)"))
    if not _QUERY.match(sql):
        raise ValueError(Message("a query begins with SELECT or WITH"))
    return sql


Uri = Annotated[str, AfterValidator(_uri)]
Query = Annotated[str, Field(min_length=1), AfterValidator(_query)]

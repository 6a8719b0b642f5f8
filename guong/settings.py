"""What can be set for one installation: kept in `guong.toml` in the data folder, overridden by GUONG_* variables."""

import difflib
import os
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from domain.errors import UserMistake

FILE_NAME: Final = "guong.toml"


class Settings(BaseSettings):
    """One installation: the board's province, how it crawls, how requests leave the network, where it serves."""

    model_config = SettingsConfigDict(env_prefix="GUONG_", extra="forbid", hide_input_in_errors=True)

    province: str = Field(default="", description="full name of the board's province, as in tỉnh Lào Cai")
    contact: str = Field(default="", description="address put into the crawler's user agent")
    host: str = Field(default="127.0.0.1", description="address the review app listens on")
    port: int = Field(default=8765, ge=1, le=65535)
    patience_seconds: float = Field(
        default=60.0, ge=0.0, le=3600.0, description="how far ahead a page may be due and still be waited for"
    )

    proxy: str = Field(
        default="", repr=False, description='outbound HTTP proxy, "http://[name:password@]host:port"; empty for none'
    )
    proxy_resolves: bool = Field(default=False, description="only the proxy can look up outer host names")
    ca_bundle: str = Field(
        default="", description="PEM file of CAs trusted besides the public ones; relative to the data folder"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line first, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


# What pydantic found, in the words of the person who edits the file.
_TYPES: Final = {
    "extra_forbidden": "khóa lạ",
    "int_parsing": "phải là số nguyên",
    "int_type": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "float_parsing": "phải là số",
    "float_type": "phải là số",
    "bool_parsing": "phải là true hoặc false",
    "bool_type": "phải là true hoặc false",
    "string_type": "phải là chuỗi trong dấu ngoặc kép",
    "greater_than_equal": "nhỏ hơn mức cho phép {ge}",
    "less_than_equal": "lớn hơn mức cho phép {le}",
}


def load_settings(data: Path) -> Settings:
    """Return the settings of the installation in `data`; raises UserMistake naming the key, never its value."""
    path = data / FILE_NAME

    class FileSettings(Settings):
        model_config = SettingsConfigDict(
            env_prefix="GUONG_", extra="forbid", hide_input_in_errors=True, toml_file=path
        )

    try:
        settings = FileSettings()
    except ValidationError as error:
        raise UserMistake(
            f"{path}: {_told(error)}", remedy="sửa khóa này (hoặc biến GUONG_ cùng tên) rồi chạy lại"
        ) from None
    except ValueError as error:  # no TOML
        raise UserMistake(f"{path}: không đọc được thiết lập ({error})", remedy="sửa tệp này rồi chạy lại") from error
    found = settings.ca_bundle and str(data / Path(settings.ca_bundle).expanduser())
    return settings.model_copy(update={"ca_bundle": found})


def _told(error: ValidationError) -> str:
    parts = []
    for one in error.errors(include_input=False, include_url=False):
        key = ".".join(str(piece) for piece in one["loc"])
        text = _TYPES.get(one["type"], one["msg"]).format(**one.get("ctx", {}))
        close = difflib.get_close_matches(key, Settings.model_fields, n=1) if one["type"] == "extra_forbidden" else []
        parts.append(f"“{key}”: {text}" + (f", ý bạn là “{close[0]}”?" if close else ""))
    return "; ".join(parts)


def renewed_settings(data: Path, **values: object) -> Settings:
    """Return what is set in `data`, if anything, with these values instead: a second `guong init` forgets nothing."""
    kept = load_settings(data).model_dump() if (data / FILE_NAME).exists() else {}
    given = {name: value for name, value in values.items() if value != ""}  # an option that was left out
    return Settings.model_validate(kept | given)


def save_settings(data: Path, settings: Settings) -> Path:
    """Write `guong.toml` whole or not at all; returns its path. With a proxy in it only its owner may read it."""
    path = data / FILE_NAME
    lines = ["# Thiết lập của Gương; mỗi giá trị có thể thay bằng biến môi trường GUONG_<TÊN>."]
    lines += [f"{name} = {_toml_value(value)}" for name, value in settings.model_dump().items()]
    temporary = path.with_suffix(".toml.part")
    mode = 0o600 if "@" in settings.proxy else 0o666
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    temporary.replace(path)
    return path


def _toml_value(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else _toml_text(value)


def _toml_text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

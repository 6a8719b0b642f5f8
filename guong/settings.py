"""What can be set for one installation: kept in `guong.toml` in the data folder, overridden by GUONG_* variables."""

from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from domain.errors import UserMistake

FILE_NAME: Final = "guong.toml"


class Settings(BaseSettings):
    """One installation: the board's province, the folder of its files, how it crawls and serves."""

    model_config = SettingsConfigDict(env_prefix="GUONG_", extra="forbid")

    province: str = Field(default="", description="full name of the board's province, as in tỉnh Lào Cai")
    contact: str = Field(default="", description="address put into the crawler's user agent")
    host: str = Field(default="127.0.0.1", description="address the review app listens on")
    port: int = Field(default=8765, ge=1, le=65535)
    patience_seconds: float = Field(
        default=60.0, ge=0.0, le=3600.0, description="how far ahead a page may be due and still be waited for"
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


def load_settings(data: Path) -> Settings:
    """Return the settings of the installation in `data`; raises UserMistake for a damaged file."""
    path = data / FILE_NAME

    class FileSettings(Settings):
        model_config = SettingsConfigDict(env_prefix="GUONG_", extra="forbid", toml_file=path)

    try:
        return FileSettings()
    except (ValidationError, ValueError) as error:
        first = str(error).splitlines()[0]
        raise UserMistake(f"{path}: không đọc được thiết lập ({first})", remedy="sửa tệp này rồi chạy lại") from error


def save_settings(data: Path, settings: Settings) -> Path:
    """Write `guong.toml` whole or not at all; returns its path."""
    path = data / FILE_NAME
    lines = ["# Thiết lập của Gương; mỗi giá trị có thể thay bằng biến môi trường GUONG_<TÊN>."]
    for name, value in settings.model_dump().items():
        text = str(value) if isinstance(value, int | float) else _toml_text(value)
        lines.append(f"{name} = {text}")
    temporary = path.with_suffix(".toml.part")
    temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")
    temporary.replace(path)
    return path


def _toml_text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

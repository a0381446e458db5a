"""Every setting with its default: from `GROUNDPLAN_<NAME>`, or from the file that `FILE__GROUNDPLAN_<NAME>` names."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict


def data_directory() -> Path:
    """Where the embedded database lives unless told otherwise."""
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "groundplan"


class _FileSource(EnvSettingsSource):
    """`FILE__GROUNDPLAN_SECRET_KEY=/run/secrets/key` gives the setting the content of that file."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[object, str, bool]:
        path = os.environ.get(f"FILE__GROUNDPLAN_{field_name.upper()}")
        return (Path(path).read_text().strip() if path else None), field_name, False


class Settings(BaseSettings):
    """How this server runs."""

    model_config = SettingsConfigDict(env_prefix="GROUNDPLAN_")

    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 1
    base_path: str = ""
    #: Keys the hashes of tokens. Made at first start and kept beside the data where it is not given.
    secret_key: SecretStr = SecretStr("")
    strict: bool = True
    superuser_name: str = "admin"
    superuser_email: str = ""
    superuser_password: SecretStr = SecretStr("")
    superuser_api_token: SecretStr = SecretStr("")
    webhook_allowed_hosts: str = ""
    max_page_size: int = 1000
    page_size: int = 50
    #: The largest request body, in bytes.
    max_body_size: int = 32 * 1024 * 1024

    @property
    def sqlalchemy_url(self) -> str:
        """The database as SQLAlchemy names it; SQLite in the data directory where none is given."""
        url = self.database_url or f"sqlite:///{data_directory() / 'groundplan.sqlite'}"
        for short in ("postgresql://", "postgres://"):
            if url.startswith(short):
                return f"postgresql+psycopg://{url[len(short) :]}"
        return url

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _FileSource(settings_cls)

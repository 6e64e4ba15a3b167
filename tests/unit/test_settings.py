"""Settings of a machine."""

from pathlib import Path

import pytest

from ivr import settings
from ivr.errors import SettingError
from ivr.settings import Settings, read_settings


def test_every_setting_has_a_default_that_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing need be set; the database stands in the data folder."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"IVR_{name}".upper(), raising=False)
    read = read_settings()

    assert f"sqlite:///{read.data_dir / 'ivr.sqlite'}" == read.database_url
    assert (read.flows_dir / "retail").is_dir()
    assert (read.models_dir / "catalog.json").is_file()


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By their names in capitals."""
    monkeypatch.setenv("IVR_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("IVR_DATABASE", "postgresql://somewhere/calls")

    assert (tmp_path, "postgresql://somewhere/calls") == (read_settings().data_dir, read_settings().database_url)


def test_other_variables_are_nobodys_business(monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer version's setting does not stop an older one."""
    monkeypatch.setenv("IVR_FROM_THE_FUTURE", "1")

    assert read_settings()


def test_every_setting_is_described() -> None:
    """In one sentence that ends like one."""
    assert [name for name, one in Settings.model_fields.items() if not (one.description or "").endswith(".")] == []


class Strict(Settings):
    """Settings with a number among them."""

    calls: int = 1


def test_a_wrong_value_is_told_by_its_name_and_not_by_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value may be a secret."""
    monkeypatch.setattr(settings, "Settings", Strict)
    monkeypatch.setenv("IVR_CALLS", "hunter2")
    with pytest.raises(SettingError, match="IVR_CALLS") as caught:
        read_settings()

    assert "hunter2" not in str(caught.value)

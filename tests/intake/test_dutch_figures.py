"""What an official reads of a file of figures that is refused; the lines in Dutch are in dutch/figures.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.display import words
from reportkit.errors import DataError
from reportkit.intake.figures import read_figures
from tests.intake.deliveries import dutch

HEADER = "region,period,indicator,value\n"
FILES: dict[str, str] = {
    "no code": f"{HEADER}all,2022,,1\n",
    "no region": f"{HEADER},2022,CO01,1\n",
    "an unknown code": f"{HEADER}all,2022,EECR99,1\n",
    "a code of the other list": "region,period,framework,indicator,value\nall,2022,esf-plus,CO01,1\n",
    "the total of either list": f"{HEADER}all,2022,grand_total,1\n",
    "no number": f"{HEADER}all,2022,CO01,1 000\n",
    "no count": f"{HEADER}all,2022,CO01,-1\n",
    "twice": f"{HEADER}all,2022,CO01,1\nall,2022,CO01,2\n",
    "no period": f"{HEADER}all,2022-Q5,CO01,1\n",
    "a period that ends before it starts": f"{HEADER}all,2022/2021,CO01,1\n",
    "a period long ago": f"{HEADER}all,1899,CO01,1\n",
    "a misspelt word": "region,period,indicator,value,basis\nall,2022,CO01,1,todate\n",
    "another word": "region,period,indicator,value,group\nall,2022,CO01,1,V\n",
    "nothing of these lists": HEADER,
    "a misspelt column": "region,period,indicater,value\n",
    "a column that is likely misspelt": "region,period,indicator,value,bassis\n",
    "a column twice": "region,period,indicator,value,value\n",
    "neither mark": "a;b;c\n1;2;3\n",
    "a row that is too short": f"{HEADER}all,2022,CO01\n",
    "an open quote": f'{HEADER}all,2022,CO01,"1\n',
    "an empty line": "\n",
    "not UTF-8": f"{HEADER}d\xe9p,2022,CO01,1\n",
}
DUTCH = dutch("figures")


@pytest.mark.parametrize("fault", FILES)
def test_a_file_of_figures_is_refused_in_dutch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """How many faults, and each with its code, place and mend."""
    monkeypatch.chdir(tmp_path)
    Path("figures.csv").write_text(FILES[fault], encoding="cp1252", newline="")
    with pytest.raises(DataError) as refusal:
        read_figures([Path("figures.csv")])
    assert words("nl").told(refusal.value.what) == f"de cijfers zijn geweigerd, 1 fout:\n  {DUTCH[fault]}"

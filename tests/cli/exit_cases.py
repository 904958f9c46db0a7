"""A case for each exit code that a command states."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.private_tor import unpublished_onion

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CASES", "ELSEWHERE", "ON_TERMINAL", "Case"]

_NO_ADDRESS = {"CRYPTODRUG_DATABASE_URL": "x"}
_NO_SERVER = {"CRYPTODRUG_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
_MIRROR = f"http://{unpublished_onion()}"
_SMALL = ("--size", "0.02")
_SAID = ("--why", "seen", "--by", "me")


@dataclass(frozen=True)
class Case:
    """Words after those of the command, variables that are set (or not, if empty), and how often it is run."""

    words: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    times: int = 1
    is_quiet: bool = False


def _case(*words: str, variables: Mapping[str, str] | None = None, times: int = 1, is_quiet: bool = False) -> Case:
    return Case(words, variables or {}, times, is_quiet)


CASES: dict[tuple[str, int], Case] = {
    ("archive diff", 0): _case("latest", "latest"),
    ("archive diff", 5): _case("no-version", "latest"),
    ("archive export", 0): _case("--wacz", "{new}", "--archive", "{archive}", "--identified"),
    ("archive export", 2): _case("--wacz", "{new}", "--archive", "{archive}"),
    ("archive export", 3): _case("--wacz", "{new}", "--archive", "{empty}", "--identified"),
    ("archive import", 0): _case("{page}", "--archive", "{new}"),
    ("archive import", 2): _case("{page}", "--dask", "x"),
    ("archive import", 3): _case("{missing}", "--archive", "{new}"),
    ("archive index", 0): _case("--archive", "{archive}"),
    ("archive index", 2): _case("--archive", "{archive}", "--accept-loss", "no-such.warc.gz"),
    ("archive index", 3): _case("--archive", "{missing}"),
    ("archive status", 0): _case("--archive", "{archive}"),
    ("archive status", 3): _case("--archive", "{missing}"),
    ("archive verify", 0): _case("--archive", "{archive}"),
    ("archive verify", 2): _case("{page}", "--archive", "{archive}"),
    ("archive verify", 3): _case("--archive", "{missing}"),
    ("completion", 0): _case("bash"),
    ("completion", 2): _case("csh"),
    ("crawl", 2): _case("dream", "--rate", "0"),
    ("crawl", 6): _case("dream", "--mirror", _MIRROR, variables={"PATH": "{folder}/bin:{path}"}),
    ("crawl", 5): _case("dream", "--replica", "http://127.0.0.1:9", variables=_NO_SERVER),
    **{
        (f"db {verb}", code): _case(variables=variables)
        for verb in ("digest", "size", "status", "upgrade", "url")
        for code, variables in ((0, {}), (2, _NO_ADDRESS), (5, _NO_SERVER))
    },
    ("db attach", 2): _case("{page}", variables=_NO_ADDRESS),
    ("db attach", 5): _case("{page}"),
    ("db detach", 2): _case("2019-03", "--to", "{page}"),
    ("db detach", 5): _case("1999-01", "--to", "{new}"),
    ("db downgrade", 0): _case("base", "--yes"),
    ("db downgrade", 2): _case("base", "--yes", variables=_NO_ADDRESS),
    ("db downgrade", 5): _case("no-revision", "--yes"),
    ("db dump", 2): _case("{page}"),
    ("db dump", 5): _case("{new}", variables=_NO_SERVER),
    ("db restore", 2): _case("{page}", variables=_NO_ADDRESS),
    ("db restore", 5): _case("{page}"),
    ("db remove", 0): _case("--path", "nowhere", "--yes"),
    ("db remove", 2): _case("--yes"),
    ("db remove", 5): _case("--capture", "xyz", "--yes"),
    ("db start", 2): _case(),
    ("db stop", 0): _case(variables={"CRYPTODRUG_DATABASE_URL": ""}),
    ("db stop", 2): _case(),
    **{
        (name, code): _case(*words, variables=variables)
        for name, words in (
            *(("derive compare", ("0",)), ("derive list", ()), ("derive use", ("0",)), ("derive remove", ())),
        )
        for code, variables in ((2, _NO_ADDRESS), (5, _NO_SERVER))
    },
    **{
        (f"decision {name}", code): _case(*words, variables=variables)
        for name, words in (("export", ("{new}",)), ("list", ()))
        for code, variables in ((0, {}), (2, _NO_ADDRESS), (5, _NO_SERVER))
    },
    **{
        (f"adjudication {name}", code): _case(*words, variables=variables)
        for name, words in (("export", ("{new}",)), ("list", ()))
        for code, variables in ((0, {}), (2, _NO_ADDRESS), (5, _NO_SERVER))
    },
    ("adjudication load", 0): _case("/dev/null"),
    ("adjudication load", 2): _case("{junk}"),
    ("adjudication load", 5): _case("/dev/null", variables=_NO_SERVER),
    ("adjudication table", 2): _case("--output", "{new}.doc"),
    ("adjudication table", 5): _case(),
    ("decision add", 2): _case("link", "dream/a", "dream/a", "--verdict", "accepted", *_SAID),
    ("decision add", 5): _case("country", "nowhere/a", "--verdict", "corrected", "--value", "BE", *_SAID),
    ("event list", 0): _case(),
    ("event list", 2): _case(variables=_NO_ADDRESS),
    ("event list", 5): _case(variables=_NO_SERVER),
    ("event load", 0): _case("{events}"),
    ("event load", 2): _case("{junk}"),
    ("event load", 5): _case("{events}", variables=_NO_SERVER),
    ("event remove", 2): _case("dream", "x", variables=_NO_ADDRESS),
    ("event remove", 5): _case("dream", "closed"),
    ("decision load", 0): _case("/dev/null"),
    ("decision load", 2): _case("{junk}"),
    ("decision load", 5): _case("/dev/null", variables=_NO_SERVER),
    ("decision withdraw", 2): _case("0", "--why", " ", "--by", "me", variables=_NO_ADDRESS),
    ("decision withdraw", 5): _case("0", "--why", "x", "--by", "me"),
    ("derive", 2): _case("--parameters", "{junk}"),
    ("derive", 5): _case(variables=_NO_SERVER),
    ("derive list", 0): _case(),
    ("derive parameters", 0): _case(),
    ("derive remove", 0): _case(),
    ("doctor", 0): _case(),
    ("doctor", 2): _case(is_quiet=True, variables=_NO_SERVER),
    ("findings", 2): _case("--country", "Belgium"),
    ("findings", 5): _case(),
    ("export", 2): _case("{cases}"),
    ("export", 5): _case("{new}"),
    ("export ledger", 0): _case(),
    ("export ledger", 2): _case("--why", "a draft"),
    ("export ledger", 5): _case("--never-released", "00000000-0000-0000-0000-000000000001", "--why", "a draft"),
    ("export attach", 2): _case("{empty}", "{page}", "--certificate", "{page}"),
    ("export attach", 3): _case("{empty}", "{page}"),
    ("export reduce", 2): _case("{empty}", "{cases}"),
    ("export reduce", 3): _case("{empty}", "{new}"),
    ("export seal", 2): _case("{new}", "--finding", "share_of_vendors", "--market", "dream"),
    ("export seal", 5): _case("{new}", "--finding", "share_of_vendors", "--market", "dream", "--identified"),
    ("export verify", 2): _case("{empty}", "--key", "{missing}"),
    ("export verify", 3): _case("{empty}"),
    ("explore", 5): _case("--no-browser", variables=_NO_SERVER),
    ("fixture check", 0): _case("{cases}"),
    ("fixture check", 3): _case("{empty}"),
    ("fixture check", 7): _case("{changed}", is_quiet=True),
    ("fixture draft", 0): _case("{page}", "one", "--into", "{new}"),
    ("fixture draft", 2): _case("{page}", "one", "--into", "{cases}"),
    ("fixture draft", 3): _case("{empty}", "one", "--into", "{new}"),
    ("fixture draft", 4): _case("{junk}", "one", "--into", "{new}"),
    ("fixture rerun", 0): _case("{cases}"),
    ("fixture rerun", 3): _case("{broken}"),
    ("market ask", 0): _case("{page}"),
    ("market ask", 2): _case("{page}", "--answers", "{page}"),
    ("market ask", 3): _case("/proc/self/mem"),
    ("market check", 0): _case("dream", "--fixtures", "{root}/fixtures/pages", "--docs", "{root}/docs/records.md"),
    ("market check", 2): _case("no-market"),
    ("market check", 3): _case(
        "dream", "--fixtures", "{root}/fixtures/pages", "--docs", "{root}/docs/records.md", "--pages", "/proc/self/mem"
    ),
    ("market check", 7): _case("dream", "--fixtures", "{empty}", is_quiet=True),
    ("market list", 0): _case(),
    ("market new", 0): _case("fresh", "--outside", "{new}", "--from", "{page}"),
    ("market new", 2): _case("dream", "--outside", "{new}"),
    ("market new", 3): _case("fresh", "--outside", "{new}", "--from", "/proc/self/mem"),
    ("market serve", 2): _case("{page}", "--port", "70000"),
    ("market serve", 3): _case("/proc/self/mem"),
    ("parse", 0): _case("{page}"),
    ("parse", 3): _case("{missing}"),
    ("parse", 4): _case("{junk}", is_quiet=True),
    ("query", 0): _case("SELECT 1"),
    ("query", 2): _case(variables={"PATH": "/nowhere"}),
    ("query", 5): _case("SELECT nothing"),
    ("rates add", 0): _case("{rates}"),
    ("rates add", 2): _case("{junk}"),
    ("rates add", 5): _case("{rates}", variables=_NO_SERVER),
    ("rates list", 0): _case(),
    ("rates list", 2): _case(variables=_NO_ADDRESS),
    ("rates list", 5): _case(variables=_NO_SERVER),
    ("rates remove", 0): _case("{added}"),
    ("rates remove", 2): _case("0", variables=_NO_ADDRESS),
    ("rates remove", 5): _case("no-digest"),
    ("replay", 0): _case("{page}", "--workers", "1"),
    ("replay status", 0): _case(),
    ("replay", 2): _case(),
    ("replay", 3): _case("{missing}"),
    ("replay", 5): _case("{page}", variables=_NO_SERVER),
    ("report drift", 0): _case(),
    ("report drift", 5): _case(variables=_NO_SERVER),
    ("report robustness", 2): _case("--country", "Belgium"),
    ("report robustness", 5): _case(),
    ("report study", 2): _case("--country", "Belgium"),
    ("report study", 5): _case(),
    ("report times", 2): _case("--from", "yesterday"),
    ("report times", 5): _case(),
    ("schedule check", 0): _case("{schedule}"),
    ("schedule check", 2): _case("{junk}"),
    ("schedule run", 2): _case("--file", "{missing}"),
    ("schedule run", 5): _case("--file", "{schedule}", variables=_NO_SERVER),
    ("schedule status", 0): _case("--file", "{schedule}"),
    ("schedule status", 2): _case("--file", "{missing}"),
    ("schedule status", 5): _case("--file", "{schedule}", variables=_NO_SERVER),
    ("session forget", 0): _case("dream", "--mirror", _MIRROR),
    ("session forget", 2): _case("dream"),
    ("session list", 0): _case(),
    ("session list", 2): _case(variables={"CRYPTODRUG_HOME": "{folder}/odd"}),
    ("session put", 0): _case("dream", "--mirror", _MIRROR, "--file", "{cookies}"),
    ("session put", 2): _case("dream", "--file", "{cookies}"),
    ("show", 0): _case("{id}"),
    ("show", 3): _case("{id}", "--body", "--archive", "{empty}"),
    ("show", 5): _case("ffffffff-ffff-ffff-ffff-ffffffffffff"),
    ("simulate archive", 0): _case("dream", "--archive", "{new}", *_SMALL, "--coverage", "0.02", "--workers", "1"),
    ("simulate archive", 2): _case("dream", "--archive", "{new}", "--scenario", "no-scenario"),
    ("simulate archive", 3): _case(
        "dream", "--archive", "{new}", *_SMALL, "--coverage", "0.02", "--workers", "1", times=2
    ),
    ("simulate calibration", 0): _case("--scenario", "hansa"),
    ("simulate calibration", 7): _case("--scenario", "hansa", "--size", "0.1", is_quiet=True),
    ("simulate calibration", 2): _case("--scenario", "no-scenario"),
    ("simulate compare", 5): _case("--truth", "{root}/fixtures/windows/truth", variables=_NO_SERVER),
    ("simulate compare", 2): _case("--truth", "{root}/fixtures/windows/truth", "--policy", "{empty}"),
    ("simulate compare", 3): _case("--truth", "{empty}"),
    ("simulate serve", 2): _case("dream", "--host", "192.0.2.1"),
    ("simulate truth", 0): _case("{new}", *_SMALL),
    ("simulate truth", 2): _case("{new}", "--scenario", "no-scenario"),
    ("simulate truth", 3): _case("{page}/below", *_SMALL),
    ("tor new-identity", 6): _case(),
    ("tor probe", 2): _case(),
    ("tor probe", 6): _case(_MIRROR),
    ("tor start", 2): _case("--program", "no-program"),
    ("tor start", 6): _case("--program", "/bin/false"),
    ("tor status", 6): _case(),
    ("tor stop", 0): _case(),
}
"""Cases that can be run one after the other, by command and code."""

ON_TERMINAL: dict[tuple[str, int], tuple[tuple[str, ...], bytes]] = {
    ("db downgrade", 130): (("base",), b"n\n"),
    ("db remove", 130): (("--capture", "{id}"), b"n\n"),
    ("session put", 130): (("dream", "--mirror", _MIRROR), b"\x04"),
    ("show", 2): (("{id}", "--body"), b""),
}
"""Words and what is typed."""

_HERE = "cli/test_exit_codes.py::test_"
_RUNS = "derive/test_runs.py::test_"
_TOR = "tor/test_command.py::test_"
_WHOLE = f"{_TOR}a_tor_from_its_start_to_its_end"
_DIFFERS = "the_command_prints_tables_and_its_exit_code_can_tell_of_differences"
ELSEWHERE: dict[tuple[str, int], str] = {
    ("archive diff", 1): f"replay/test_archive_diff.py::test_{_DIFFERS}",
    ("crawl", 0): "crawl/test_end_to_end_through_tor.py::test_a_crawl_over_tor_brings_what_the_market_has",
    ("crawl", 3): f"{_HERE}a_crawl_whose_archive_cannot_be_written_ends_as_stated",
    ("crawl", 7): "plugin/test_spiders.py::test_a_crawl_of_it_begins",
    (
        "adjudication table",
        0,
    ): "adjudication/test_derived.py::test_what_people_judged_is_carried_and_goes_with_its_file",
    ("decision add", 0): "decisions/test_command.py::test_a_decision_is_added_listed_and_withdrawn",
    ("decision withdraw", 0): "decisions/test_command.py::test_a_decision_is_added_listed_and_withdrawn",
    (
        "event remove",
        0,
    ): "plugin/test_six_steps.py::test_a_study_of_it_and_events_reach_findings_and_reports_which_name_no_other_market",
    ("report times", 0): "derive/test_times_told.py::test_the_command_reports_the_same_in_each_language",
    ("report robustness", 0): "report/test_robustness.py::test_the_command_writes_a_page_and_all_points",
    ("report study", 0): "report/test_command.py::test_the_command_writes_a_file_and_names_it",
    ("derive", 0): f"{_RUNS}a_table_of_what_was_made_and_the_names_of_what_was_there",
    ("derive compare", 0): "derive/test_compared.py::test_nothing_differs_between_a_derivation_and_itself",
    ("derive use", 0): f"{_RUNS}other_parameters_make_another_derivation_beside_the_first",
    ("db attach", 0): "store/test_detached.py::test_a_month_goes_into_a_file_and_comes_back",
    ("db detach", 0): "store/test_detached.py::test_a_month_goes_into_a_file_and_comes_back",
    ("db dump", 0): "store/test_dump.py::test_a_database_is_dumped_and_restored_whole",
    ("db restore", 0): "store/test_dump.py::test_a_database_is_dumped_and_restored_whole",
    ("db start", 0): "store/test_keep_up.py::test_the_command_prints_an_address_that_works",
    ("db start", 5): "store/test_keep_up.py::test_a_port_that_is_taken_is_said_and_nothing_is_changed",
    ("db stop", 5): "store/test_database.py::test_stopping_is_refused_while_another_uses_the_server",
    ("findings", 0): "study/test_findings.py::test_the_command_prints_figures_and_each_is_what_its_sql_gives",
    ("export", 0): "export/test_command.py::test_a_package_is_made_and_verified",
    ("export attach", 0): "sealed/test_time.py::test_an_answer_is_attached_and_verified",
    ("export reduce", 0): "sealed/test_reduced.py::test_the_form_without_pages_has_the_same_root_and_names_nobody",
    ("export seal", 0): "sealed/test_questions.py::test_sql_of_ones_own_is_sealed_and_verified",
    ("export seal", 7): "sealed/test_questions.py::test_there_is_no_absence_where_somebody_was_met",
    ("export verify", 0): "export/test_command.py::test_a_package_is_made_and_verified",
    ("export verify", 5): "export/test_command.py::test_what_is_wrong_is_told_by_the_exit_code",
    ("export verify", 7): "export/test_command.py::test_what_is_wrong_is_told_by_the_exit_code",
    ("explore", 0): "explore/test_command.py::test_it_serves_until_it_is_interrupted",
    ("explore", 2): "explore/test_command.py::test_a_port_that_is_taken_is_said_to_be",
    ("fixture draft", 7): f"{_HERE}a_draft_that_is_not_read_like_its_page_is_kept_and_ends_as_stated",
    ("market list", 2): f"{_HERE}without_any_market_the_list_ends_as_stated",
    ("market serve", 0): "scaffold/test_serving.py::test_the_drafted_spider_crawls_the_served_pages",
    ("schedule run", 0): "schedule/test_service.py::test_a_signal_ends_a_scheduler_that_has_nothing_to_do",
    ("simulate compare", 0): "simulator/test_windows.py::test_the_database_is_compared_with_the_truth_month_by_month",
    ("simulate serve", 0): "simulator/test_serve.py::test_the_command_serves_until_it_is_told_to_stop",
    ("tor new-identity", 0): _WHOLE,
    ("tor probe", 0): f"{_TOR}the_probes_of_a_markets_mirrors_are_recorded",
    ("tor probe", 5): f"{_HERE}a_probe_that_cannot_be_recorded_ends_as_stated",
    ("tor start", 0): _WHOLE,
    ("tor status", 0): _WHOLE,
    ("tor stop", 6): f"{_HERE}a_tor_that_does_not_stop_ends_as_stated",
}
"""Tests of codes that need more: another process, a simulated market, or a private network of Tor."""

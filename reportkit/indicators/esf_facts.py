"""The facts of the common indicators of ESF and ESF+: merged participations, and what became of those who left.

All spells of one person in one operation are one participation, with the attributes of its first entry. An exit is seen
by the cut-offs from the day on which the last of the spells begun so far ended, up to the day of a next entry. What is
counted among these facts is defined in `esf_plus` and `esf_2014`.
"""

from __future__ import annotations

__all__ = ["ESF_FACTS"]

_ANSWERS = ("foreign_background", "minority", "disability", "homeless", "rural")
_ANSWERED = ", ".join(f"{name}::answer AS {name}" for name in _ANSWERS)
_CARRIED = "municipality, gender, age, isced, labour_status, in_education, unemployed_months, third_country, complete"
_ATTRIBUTES = ", ".join(["number", "person_key", "operation_id", "entry_date", _CARRIED, *_ANSWERS])

_ENUMS = """
CREATE TYPE answer AS ENUM ('no', 'not_asked', 'refused', 'yes');
CREATE TYPE labour AS ENUM ('employed', 'inactive', 'unemployed');
CREATE TYPE sex AS ENUM ('F', 'M', 'X', 'unknown');
CREATE TYPE place AS ENUM (SELECT DISTINCT coalesce(municipality, '') FROM participations ORDER BY 1);
"""

_SPELL = f"""
CREATE VIEW spell AS
SELECT p.person_key, p.operation_id, p.entry_date, p.exit_date,
    coalesce(p.municipality, '')::place AS municipality, coalesce(p.gender, 'unknown')::sex AS gender,
    p.labour_status::labour AS labour_status, p.age::SMALLINT AS age, p.isced::TINYINT AS isced, p.in_education,
    p.unemployed_months::INTEGER AS unemployed_months,
    p.nationality IS NOT NULL AND NOT coalesce(p.entry_date BETWEEN m.since AND m.until, false) AS third_country,
    p.gender IS NOT NULL AND p.labour_status IS NOT NULL AND p.age IS NOT NULL AND p.isced IS NOT NULL AS complete,
    {_ANSWERED}
FROM aged p LEFT JOIN member_state m ON m.code = p.nationality
"""

_RETURNED = """
CREATE TABLE returned AS
SELECT person_key, operation_id FROM participations GROUP BY ALL HAVING count(*) > 1
"""

# Spells of the same days are ordered by what they tell, as trajectories are: no order of rows changes a figure.
_SPELLS = f"""
CREATE TABLE ordered_spell AS
WITH told AS (SELECT s.* FROM spell s SEMI JOIN returned USING (person_key, operation_id))
SELECT *, row_number() OVER so_far AS nth, lead(entry_date) OVER so_far AS next_entry,
    max(coalesce(exit_date, DATE '9999-12-31')) OVER so_far AS last_exit
FROM told
WINDOW so_far AS (PARTITION BY person_key, operation_id
    ORDER BY entry_date, exit_date NULLS LAST, {_CARRIED}, {", ".join(_ANSWERS)} ROWS UNBOUNDED PRECEDING)
"""

_PARTICIPATION = """
CREATE TABLE participation AS
SELECT row_number() OVER () AS number, * FROM (
    SELECT *, NULL::DATE AS next_entry, exit_date AS last_exit
    FROM spell ANTI JOIN returned USING (person_key, operation_id)
    UNION ALL
    SELECT * EXCLUDE (nth, next_entry, last_exit), next_entry, last_exit FROM ordered_spell WHERE nth = 1
)
"""

_DEPARTURE = f"""
CREATE VIEW departure AS
WITH exits AS (
    SELECT {_ATTRIBUTES}, last_exit AS exit_date, coalesce(next_entry, DATE '9999-12-31') AS until FROM participation
    UNION ALL
    SELECT {", ".join(f"p.{name}" for name in _ATTRIBUTES.split(", "))}, s.last_exit,
        coalesce(s.next_entry, DATE '9999-12-31')
    FROM ordered_spell s JOIN participation p USING (person_key, operation_id) WHERE s.nth > 1
)
SELECT *, exit_date + (SELECT result_window_days FROM setting) AS window_end,
    (exit_date + to_months(6))::DATE AS six_months_on,
    six_months_on - (SELECT six_month_tolerance_days FROM setting) AS tolerated_from,
    six_months_on + (SELECT six_month_tolerance_days FROM setting) AS tolerated_to
FROM exits WHERE exit_date < until
"""

_JOBS = """
CREATE VIEW job_outcome AS
SELECT l.number, l.exit_date,
    bool_or(l.exit_date BETWEEN j.start_date AND j.end_date) AS employed_at_exit,
    max(j.start_date) FILTER (WHERE j.start_date BETWEEN l.exit_date AND l.window_end) AS last_start,
    max(j.end_date) FILTER (WHERE j.end_date BETWEEN l.exit_date AND l.window_end) AS last_end,
    min(j.start_date) FILTER (WHERE j.end_date > l.window_end) AS first_outlasting,
    bool_or(l.six_months_on BETWEEN j.start_date AND j.end_date) AS employed_after
FROM departure l JOIN counted_job j USING (person_key, operation_id)
WHERE j.end_date >= l.exit_date AND j.start_date <= greatest(l.window_end, l.six_months_on)
GROUP BY ALL
"""

_FOLLOW_UPS = """
CREATE VIEW follow_up_outcome AS
SELECT l.number, l.exit_date,
    max({'day': f.observed_on, 'status': f.labour_status::labour, 'searching': coalesce(f.searching, false)})
        FILTER (WHERE f.labour_status IS NOT NULL AND f.observed_on BETWEEN l.exit_date AND l.window_end) AS observed,
    max({'day': f.observed_on, 'status': f.labour_status::labour})
        FILTER (WHERE f.labour_status IS NOT NULL AND f.observed_on BETWEEN l.tolerated_from AND l.six_months_on)
        AS before_six_months,
    min({'day': f.observed_on, 'status': f.labour_status::labour})
        FILTER (WHERE f.labour_status IS NOT NULL AND f.observed_on > l.six_months_on
            AND f.observed_on <= l.tolerated_to) AS after_six_months,
    min(f.observed_on) FILTER (WHERE f.improvement IS NOT NULL
        AND f.observed_on BETWEEN l.tolerated_from AND l.tolerated_to) AS improved_on
FROM departure l JOIN follow_ups f USING (person_key, operation_id)
WHERE f.observed_on BETWEEN l.exit_date AND greatest(l.window_end, l.tolerated_to)
    OR f.observed_on BETWEEN l.tolerated_from AND l.tolerated_to
GROUP BY ALL
"""

_STUDIES = """
CREATE VIEW study_outcome AS
SELECT l.number, l.exit_date,
    bool_or(s.start_date > l.entry_date AND s.start_date <= l.window_end
        AND coalesce(s.end_date, DATE '9999-12-31') >= l.exit_date) AS in_training,
    min(s.start_date) FILTER (WHERE s.qualification IS NOT NULL AND s.awarding_body IS NOT NULL
        AND s.qualification_date > l.entry_date AND s.qualification_date <= l.window_end) AS qualified_from
FROM departure l JOIN studies s USING (person_key, operation_id)
GROUP BY ALL
"""

# The last day with an event decides; on one day a follow-up outranks a job's start, and that outranks a job's end.
_LEAVING = """
CREATE VIEW leaving AS
SELECT l.*,
    CASE
        WHEN f.observed IS NOT NULL AND f.observed.day >= coalesce(greatest(j.last_start, j.last_end), l.exit_date)
            THEN f.observed.status
        WHEN j.last_start IS NOT NULL AND j.last_start >= coalesce(j.last_end, l.exit_date) THEN 'employed'::labour
        WHEN j.last_end IS NOT NULL THEN
            CASE WHEN j.first_outlasting <= j.last_end THEN 'employed'::labour ELSE 'unemployed'::labour END
        WHEN j.employed_at_exit THEN 'employed'::labour
    END AS left_as,
    coalesce(f.observed.searching
        AND f.observed.day >= coalesce(greatest(j.last_start, j.last_end), l.exit_date), false) AS searching,
    coalesce(s.in_training, false) AS in_training,
    s.qualified_from,
    coalesce(j.employed_after, false) AS job_after,
    f.before_six_months.status AS status_before,
    f.after_six_months.status AS status_after,
    CASE WHEN f.before_six_months IS NULL
            OR f.after_six_months.day - l.six_months_on <= l.six_months_on - f.before_six_months.day
        THEN f.after_six_months.day END AS nearer_on,
    f.improved_on
FROM departure l
LEFT JOIN job_outcome j USING (number, exit_date)
LEFT JOIN follow_up_outcome f USING (number, exit_date)
LEFT JOIN study_outcome s USING (number, exit_date)
"""

# An exit is seen as pending until its day of measurement has come. A follow-up after the six-month day can still change
# what is known of that day, on the day on which it is made; a course that is not yet known tells of no qualification.
_RESULT = """
CREATE VIEW result AS
WITH stages AS (
    SELECT * EXCLUDE (until), until AS next_entry, unnest([
        {'stage': 'leaving', 'pending': true, 'since': exit_date, 'until': window_end},
        {'stage': 'leaving', 'pending': false, 'since': window_end, 'until': told},
        {'stage': 'leaving', 'pending': false, 'since': told, 'until': until},
        {'stage': 'six_months', 'pending': true, 'since': exit_date, 'until': six_months_on},
        {'stage': 'six_months', 'pending': false, 'since': six_months_on, 'until': change[1]},
        {'stage': 'six_months', 'pending': false, 'since': change[1], 'until': change[2]},
        {'stage': 'six_months', 'pending': false, 'since': change[2], 'until': until}
    ]) AS seen
    FROM (SELECT *, list_sort([
        coalesce(nearer_on, until), CASE WHEN improved_on > six_months_on THEN improved_on ELSE until END
    ]) AS change, CASE WHEN qualified_from > window_end THEN qualified_from ELSE until END AS told FROM leaving)
)
SELECT * EXCLUDE (seen, change, told, next_entry),
    seen.stage::VARCHAR AS stage, seen.pending AS pending, seen.since AS since, least(seen.until, next_entry) AS until,
    job_after OR coalesce(
        CASE WHEN nearer_on <= seen.since THEN status_after ELSE status_before END = 'employed', false
    ) AS employed_after,
    coalesce(improved_on <= seen.since, false) AS improved_after,
    coalesce(qualified_from <= seen.since, false) AS qualified
FROM stages WHERE seen.since < least(seen.until, next_entry)
"""

_ENTITY = """
CREATE TABLE entity AS
SELECT *, supported_on AS first_on, '' AS municipality FROM entities
QUALIFY row_number() OVER (PARTITION BY entity_key, kind ORDER BY supported_on, operation_id, _file, _row) = 1
"""

ESF_FACTS = (
    _ENUMS, _SPELL, _RETURNED, _SPELLS, _PARTICIPATION, _DEPARTURE, _JOBS, _FOLLOW_UPS, _STUDIES, _LEAVING, _RESULT,
    _ENTITY,
)  # fmt: skip
"""The statements that make the facts `participation`, `result` and `entity` from `aged` and `counted_job`, in order."""

-- The audit of a plain export as SQL: a row for each finding of iepcycle, where no procedures are recorded.
-- A comparison with a date that is not recorded is NULL, so that nothing is found.

WITH referral AS MATERIALIZED (
    SELECT
        student,
        place,
        r.id AS referral,
        r.stage,
        r.received_on AS received,
        r.evaluation.type AS evaluation_type,
        r.evaluation.consent_received_on AS consent_received,
        r.evaluation.withdrawn_on AS withdrawn,
        r.evaluation.determination.eligible,
        r.evaluation.determination.decided_on AS decided,
        r.evaluation.determination.filed_on AS filed,
        r.services_consent.status <> 'given' AS declined,
        r.services_consent.ended_on AS ended,
        r.ieps
    FROM (
        SELECT id AS student, unnest(referrals) AS r, generate_subscripts(referrals, 1) AS place
        FROM read_ndjson($export, columns = {
            id: 'VARCHAR',
            referrals: 'STRUCT(
                id VARCHAR,
                stage VARCHAR,
                received_on DATE,
                evaluation STRUCT(
                    "type" VARCHAR,
                    consent_received_on DATE,
                    withdrawn_on DATE,
                    determination STRUCT(eligible BOOLEAN, decided_on DATE, filed_on DATE)
                ),
                services_consent STRUCT(status VARCHAR, ended_on DATE),
                ieps STRUCT(
                    id VARCHAR,
                    "type" VARCHAR,
                    status VARCHAR,
                    created_on DATE,
                    activated_on DATE,
                    inactivated_on DATE
                )[]
            )[]'
        })
    )
),

iep AS MATERIALIZED (
    SELECT
        * EXCLUDE (i),
        i.id AS iep,
        i.type,
        i.status,
        i.created_on AS created,
        i.activated_on AS activated,
        i.inactivated_on AS inactivated,
        i.type NOT IN ('annual', 'revision') AS opens
    FROM (
        SELECT * EXCLUDE (ieps), unnest(ieps) AS i, generate_subscripts(ieps, 1) AS number
        FROM referral
    )
),

-- How the earlier IEPs of a referral stood when an Annual or a Revision was created.
earlier AS MATERIALIZED (
    SELECT
        student,
        place,
        number,
        bool_or(NOT draft_then AND NOT coalesce(inactivated < day, false)) AS some_active,
        bool_or(draft_then AND type <> 'revision') AS some_unactivated,
        bool_or(first_opens) AS opened
    FROM (
        SELECT
            i.student,
            i.place,
            i.number,
            i.created AS day,
            e.type,
            e.inactivated,
            e.number = 1 AND e.opens AS first_opens,
            coalesce(e.activated > i.created, false)
                OR (e.status = 'draft' AND e.activated IS NULL) AS draft_then
        FROM iep AS i
        JOIN iep AS e ON e.student = i.student AND e.place = i.place AND e.number < i.number
        WHERE NOT i.opens
    )
    GROUP BY ALL
),

-- The times in which IEPs were active, as far as they are known, in the order of their first days.
span AS MATERIALIZED (
    SELECT
        student,
        place,
        referral,
        iep,
        activated,
        inactivated,
        row_number() OVER w AS turn,
        min(activated) FILTER (inactivated IS NULL OR inactivated - activated > 1) OVER (
            w ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
        ) AS next_activated,
        max(coalesce(inactivated, 'infinity')) OVER (
            w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS covered_until
    FROM iep
    WHERE status <> 'draft'
        AND (status = 'active' OR inactivated IS NOT NULL)
        AND activated <= coalesce(inactivated, 'infinity')
    WINDOW w AS (PARTITION BY student ORDER BY activated, place, number)
),

-- Every IEP that began more than a day after all before it had ended, and the referral of the one that ended last.
gap AS MATERIALIZED (
    SELECT
        s.student,
        s.place,
        s.referral,
        s.iep,
        s.activated,
        s.covered_until,
        arg_max(l.place, l.turn) AS last_place
    FROM span AS s
    JOIN span AS l ON l.student = s.student AND l.turn < s.turn AND l.inactivated = s.covered_until
    WHERE s.activated - 1 > s.covered_until
    GROUP BY ALL
),

-- Every determination that follows another one.
redetermined AS MATERIALIZED (
    SELECT
        student,
        place,
        referral,
        decided,
        lag(place) OVER w AS place_before,
        lag(referral) OVER w AS referral_before,
        lag(eligible) OVER w AS eligible_before,
        lag(decided) OVER w AS decided_before
    FROM referral
    WHERE eligible IS NOT NULL AND student IN (SELECT student FROM referral WHERE place > 1)
    WINDOW w AS (PARTITION BY student ORDER BY place)
),

-- What ended the duties to a student, and the last referral that it covers: on the next one it was decided anew.
ending AS MATERIALIZED (
    SELECT e.*, coalesce(min(later.place) - 1, 2147483647) AS reach
    FROM (
        SELECT
            'RECORD-4' AS rule,
            student,
            place,
            decided AS day,
            CASE WHEN filed IS NOT NULL THEN greatest(filed, decided) END AS last_active
        FROM referral
        WHERE NOT eligible
        UNION ALL
        SELECT 'RECORD-5', student, place, ended, ended
        FROM referral
        WHERE declined
    ) AS e
    LEFT JOIN referral AS later
        ON later.student = e.student
        AND later.place > e.place
        AND CASE e.rule WHEN 'RECORD-4' THEN later.eligible IS NOT NULL ELSE later.declined IS NOT NULL END
    GROUP BY ALL
),

ended_for_good AS MATERIALIZED (
    SELECT * FROM ending WHERE reach = 2147483647
)

SELECT
    student AS student_id,
    referral AS referral_id,
    iep AS iep_id,
    unnest(
        list_filter(
            [
                CASE WHEN gate_1 THEN 'GATE-1' END,
                CASE WHEN gate_2 THEN 'GATE-2' END,
                CASE WHEN gate_3 THEN 'GATE-3' END,
                CASE WHEN gate_4 THEN 'GATE-4' END,
                CASE WHEN type_1 THEN 'TYPE-1' END,
                CASE WHEN type_2 THEN 'TYPE-2' END,
                CASE WHEN type_3 THEN 'TYPE-3' END,
                CASE WHEN type_4 THEN 'TYPE-4' END,
                CASE WHEN type_5 THEN 'TYPE-5' END,
                CASE WHEN created_early THEN 'RECORD-1' END,
                CASE WHEN activated_early THEN 'RECORD-1' END,
                CASE WHEN inactivated_early THEN 'RECORD-1' END,
                CASE WHEN record_2 THEN 'RECORD-2' END
            ],
            lambda rule: rule IS NOT NULL
        )
    ) AS rule
FROM (
    SELECT
        student,
        referral,
        iep,
        stage IN ('express_concern', 'define_needs') AS gate_1,
        CASE eligible WHEN true THEN decided > created WHEN false THEN decided < created ELSE true END
            AS gate_2,
        declined AND ended < created AS gate_3,
        withdrawn < created AS gate_4,
        type = 'initial' AND evaluation_type IS DISTINCT FROM 'initial' AS type_1,
        opens AND type <> 'initial' AND evaluation_type IS DISTINCT FROM 'reevaluation' AS type_2,
        opens AND number > 1 AS type_3,
        NOT opens AND NOT coalesce(some_active AND opened, false) AS type_4,
        some_unactivated AS type_5,
        created < received AS created_early,
        activated < coalesce(created, received) AS activated_early,
        inactivated < coalesce(activated, created, received) AS inactivated_early,
        (status = 'draft' AND activated IS NOT NULL)
            OR (status <> 'inactive' AND inactivated IS NOT NULL) AS record_2
    FROM iep
    LEFT JOIN earlier USING (student, place, number)
)
WHERE gate_1 OR gate_2 OR gate_3 OR gate_4
    OR type_1 OR type_2 OR type_3 OR type_4 OR type_5
    OR created_early OR activated_early OR inactivated_early OR record_2
UNION ALL
SELECT student, referral, NULL, 'RECORD-1'
FROM referral
WHERE filed < decided
UNION ALL
-- UNION: what is active beside another one by its status is not found again by its dates.
(
    SELECT student, referral, iep, 'RECORD-3'
    FROM iep
    SEMI JOIN iep AS later
        ON later.student = iep.student
        AND later.status = 'active'
        AND (later.place > iep.place OR (later.place = iep.place AND later.number > iep.number))
    WHERE status = 'active'
    UNION
    SELECT student, referral, iep, 'RECORD-3'
    FROM span
    WHERE next_activated < coalesce(inactivated - 1, 'infinity')
)
UNION ALL
SELECT student, referral, iep, rule
FROM ended_for_good
JOIN iep USING (student)
WHERE status = 'active' OR (status = 'inactive' AND inactivated > last_active)
UNION ALL
SELECT student, referral, NULL, 'RECORD-6'
FROM referral
ANTI JOIN iep AS e
    ON e.student = referral.student
    AND e.place < referral.place
    AND (e.status <> 'draft' OR e.activated IS NOT NULL)
WHERE evaluation_type = 'reevaluation'
UNION ALL
-- The gap ends with the entitlement, which may have ended on the first day where its day is not recorded.
SELECT student, referral, iep, 'RECORD-8'
FROM (
    SELECT
        gap.*,
        CASE WHEN ending.student IS NULL THEN activated ELSE coalesce(day, covered_until) END AS closed
    FROM gap
    LEFT JOIN ending
        ON ending.student = gap.student
        AND last_place <= reach
        AND CASE WHEN day IS NULL THEN gap.place >= ending.place ELSE activated > day END
)
WHERE student NOT IN (
    SELECT student
    FROM iep
    WHERE status <> 'draft'
        AND (
            activated IS NULL
            OR (status <> 'active' AND inactivated IS NULL)
            OR inactivated < activated
        )
)
GROUP BY ALL
HAVING min(closed) - any_value(covered_until) > 1
UNION ALL
SELECT student, referral_before, NULL, 'DUE-3'
FROM redetermined AS d
ANTI JOIN ended_for_good ON ended_for_good.student = d.student
ANTI JOIN ending
    ON ending.student = d.student
    AND d.place_before <= reach
    AND CASE WHEN day IS NULL THEN d.place >= ending.place ELSE decided > day END
WHERE eligible_before AND decided > decided_before + INTERVAL 3 YEAR
UNION ALL
SELECT student, referral, NULL, 'DUE-4'
FROM redetermined
WHERE decided >= decided_before AND decided < decided_before + INTERVAL 1 YEAR
UNION ALL
SELECT student, referral, NULL, 'DUE-5'
FROM referral AS r
ANTI JOIN ended_for_good ON ended_for_good.student = r.student
ANTI JOIN ending
    ON ending.student = r.student
    AND NOT (ending.place = r.place AND rule = 'RECORD-4')
    AND r.place <= reach
    AND CASE
        WHEN day IS NULL THEN r.place = ending.place
        ELSE consent_received <= day AND decided > day
    END
WHERE decided - consent_received > 60 AND coalesce(withdrawn > decided, true);

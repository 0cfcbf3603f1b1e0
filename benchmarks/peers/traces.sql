-- The events of each referral in the order that is favourable to the record; a missing date, or one out of order, leaves a referral out.

CREATE TEMP TABLE referral AS
SELECT
    row_number() OVER () AS trace,
    student,
    r.id AS referral,
    r.evaluation.type AS evaluation,
    r.ieps
FROM (
    SELECT id AS student, unnest(referrals) AS r
    FROM read_ndjson(getvariable('export'), columns = {
        id: 'VARCHAR',
        referrals: 'STRUCT(
            id VARCHAR,
            evaluation STRUCT("type" VARCHAR),
            ieps STRUCT(
                "type" VARCHAR,
                status VARCHAR,
                created_on DATE,
                activated_on DATE,
                inactivated_on DATE
            )[]
        )[]'
    })
);

CREATE TEMP TABLE iep AS
SELECT
    trace,
    number,
    i.type,
    i.status,
    i.created_on AS created,
    i.activated_on AS activated,
    i.inactivated_on AS inactivated,
    lag(created) OVER (PARTITION BY trace ORDER BY number) AS created_before
FROM (
    SELECT trace, unnest(ieps) AS i, generate_subscripts(ieps, 1) AS number
    FROM referral
);

CREATE TEMP TABLE left_out AS
SELECT DISTINCT trace
FROM iep
WHERE created IS NULL
    OR (status = 'draft') <> (activated IS NULL)
    OR (status = 'inactive') <> (inactivated IS NOT NULL)
    OR activated < created
    OR inactivated < activated
    OR created < created_before;

-- As a word of a closed list, because text for each event is slow to hand over.
CREATE TEMP TABLE event AS
SELECT trace, activity::activity AS activity
FROM (
    SELECT trace, NULL AS day, 0 AS late, 0 AS turn, 'evaluate ' || evaluation AS activity
    FROM referral
    WHERE evaluation IS NOT NULL
    UNION ALL
    SELECT trace, created, 0, 2 * number, 'create ' || type FROM iep
    UNION ALL
    SELECT trace, activated, 0, 2 * number + 1, 'activate ' || type
    FROM iep
    WHERE activated IS NOT NULL
    UNION ALL
    SELECT trace, inactivated, 1, number, 'inactivate' FROM iep WHERE inactivated IS NOT NULL
)
ANTI JOIN left_out USING (trace)
ORDER BY trace, day NULLS FIRST, late, turn;

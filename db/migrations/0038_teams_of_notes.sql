ALTER TABLE "note" ADD COLUMN "sort" text;--> statement-breakpoint
ALTER TABLE "note" ADD COLUMN "unit_id" integer;--> statement-breakpoint
-- A team stood as words before those of the note: `training, Sales/EMEA: Copilot workshop`.
WITH "told" AS (
	SELECT DISTINCT ON (n."note_id") n."note_id", n."says", u."unit_id", w."sort",
		length(coalesce(w."sort" || ', ', '') || u."path" || ': ') AS "before"
	FROM "note" n
	CROSS JOIN LATERAL (VALUES (NULL), (substring(n."says" from '^([^ ,:]{1,20}), '))) AS w("sort")
	JOIN "org_unit" u ON u."tenant_id" = n."tenant_id"
		AND starts_with(n."says", coalesce(w."sort" || ', ', '') || u."path" || ': ')
	ORDER BY n."note_id", "before" DESC
)
UPDATE "note" n SET "unit_id" = t."unit_id", "sort" = t."sort", "says" = substr(t."says", t."before" + 1)
FROM "told" t WHERE t."note_id" = n."note_id" AND length(t."says") > t."before";

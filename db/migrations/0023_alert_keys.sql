ALTER TABLE "governance_event" ADD COLUMN "key_id" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "governance_event" ADD COLUMN "network" "bytea";--> statement-breakpoint
ALTER TABLE "governance_event" ADD COLUMN "place" text;--> statement-breakpoint
ALTER TABLE "alert_allow" ADD COLUMN "rule" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "governance_event_key" ON "governance_event" USING btree ("tenant_id","at") WHERE key_id <> 0;--> statement-breakpoint
ALTER TABLE "alert_allow" DROP CONSTRAINT "alert_allow_pk";
--> statement-breakpoint
ALTER TABLE "alert_allow" ADD CONSTRAINT "alert_allow_pk" PRIMARY KEY("tenant_id","rule","kind","pattern");
ALTER TABLE "governance_event" ADD COLUMN "key_id" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "governance_event" ADD COLUMN "network" "bytea";--> statement-breakpoint
ALTER TABLE "governance_event" ADD COLUMN "place" text;--> statement-breakpoint
CREATE INDEX "governance_event_key" ON "governance_event" USING btree ("tenant_id","at") WHERE key_id <> 0;
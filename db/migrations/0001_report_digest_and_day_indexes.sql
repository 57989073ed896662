ALTER TABLE "usage_report" ADD COLUMN "digest" bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "usage_report_replaced" ADD COLUMN "digest" bigint NOT NULL;--> statement-breakpoint
CREATE INDEX "active_bits_day" ON "active_bits" USING btree ("tenant_id","day");--> statement-breakpoint
CREATE INDEX "unit_people_day" ON "unit_people" USING btree ("tenant_id","day");
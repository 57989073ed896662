ALTER TABLE "alert_rule" ADD COLUMN "target" jsonb;--> statement-breakpoint
ALTER TABLE "alert_rule" ADD COLUMN "quiet" text;--> statement-breakpoint
ALTER TABLE "alert_rule" ADD COLUMN "muted_until" timestamp with time zone;
ALTER TABLE "signal_answer" ADD COLUMN "floor" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "signal_week" ADD COLUMN "floor" integer DEFAULT 0 NOT NULL;
ALTER TABLE "covered_day" ADD COLUMN "activity" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "covered_day" ADD COLUMN "tokens" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "covered_day" ADD COLUMN "cost" boolean DEFAULT true NOT NULL;
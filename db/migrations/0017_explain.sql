ALTER TABLE "answer" ADD COLUMN "ref" text;--> statement-breakpoint
ALTER TABLE "answer" ADD COLUMN "made" jsonb;--> statement-breakpoint
ALTER TABLE "answer" ADD COLUMN "posted" text;--> statement-breakpoint
ALTER TABLE "answer" ADD CONSTRAINT "answer_ref" UNIQUE("tenant_id","ref");
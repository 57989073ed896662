ALTER TABLE "account_link" ADD COLUMN "valid_from" date;--> statement-breakpoint
ALTER TABLE "account_link" ADD COLUMN "valid_to" date;
ALTER TABLE "published_basis" ADD COLUMN "accepted" bigint;--> statement-breakpoint
ALTER TABLE "published_basis" ADD COLUMN "rejected" bigint;--> statement-breakpoint
ALTER TABLE "published_basis" ADD COLUMN "failed" bigint;--> statement-breakpoint
ALTER TABLE "published_basis" ADD COLUMN "succeeded" bigint;
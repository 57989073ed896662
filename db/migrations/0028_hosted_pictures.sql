CREATE TABLE "hosted_picture" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"picture_id" text NOT NULL,
	"chart" jsonb NOT NULL,
	"message" text,
	"until" timestamp with time zone,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "hosted_picture_pk" PRIMARY KEY("tenant_id","picture_id")
);
--> statement-breakpoint
CREATE INDEX "hosted_picture_message" ON "hosted_picture" USING btree ("tenant_id","message");--> statement-breakpoint
CREATE INDEX "hosted_picture_until" ON "hosted_picture" USING btree ("until");
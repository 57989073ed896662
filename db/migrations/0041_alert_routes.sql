CREATE TABLE "alert_route" (
	"route_no" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alert_route_route_no_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"team" text NOT NULL,
	"severity" text NOT NULL,
	"target" jsonb NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alert" ADD COLUMN "teams" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "alert" ADD COLUMN "told_in" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_route_what" ON "alert_route" USING btree ("tenant_id","team","severity");
CREATE TABLE "person_budget" (
	"budget_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "person_budget_budget_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"person_id" integer NOT NULL,
	"spec" jsonb NOT NULL,
	"platform" text NOT NULL,
	"workspace" text NOT NULL,
	"maker" text NOT NULL,
	"state" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"looked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "person_budget_reached" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"budget_id" bigint NOT NULL,
	"from_day" date NOT NULL,
	"percent" smallint NOT NULL,
	"person_id" integer NOT NULL,
	"on_day" date NOT NULL,
	CONSTRAINT "person_budget_reached_pk" PRIMARY KEY("tenant_id","budget_id","from_day","percent")
);
--> statement-breakpoint
CREATE INDEX "person_budget_person" ON "person_budget" USING btree ("tenant_id","person_id");--> statement-breakpoint
CREATE INDEX "person_budget_reached_person" ON "person_budget_reached" USING btree ("tenant_id","person_id");
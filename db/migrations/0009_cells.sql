CREATE TABLE "published_basis" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"version" integer NOT NULL,
	"day" date NOT NULL,
	"unit_id" integer DEFAULT 0 NOT NULL,
	"person_id" integer DEFAULT 0 NOT NULL,
	"tool_id" smallint DEFAULT 0 NOT NULL,
	"model_id" smallint DEFAULT 0 NOT NULL,
	"feature_id" smallint DEFAULT 0 NOT NULL,
	"messages" bigint,
	"sessions" bigint,
	"spend" bigint,
	"input_tokens" bigint,
	"cache_read_tokens" bigint,
	"cache_write_tokens" bigint,
	"output_tokens" bigint,
	CONSTRAINT "published_basis_pk" PRIMARY KEY("tenant_id","version","day","unit_id","person_id","tool_id","model_id","feature_id")
);
--> statement-breakpoint
CREATE TABLE "published_cell" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"month" date NOT NULL,
	"metric" text NOT NULL,
	"version" integer NOT NULL,
	"unit_id" integer NOT NULL,
	"own" boolean NOT NULL,
	"first_day" date NOT NULL,
	"last_day" date NOT NULL,
	"split" text NOT NULL,
	"tool_id" integer NOT NULL,
	"key" integer NOT NULL,
	"value" bigint NOT NULL,
	CONSTRAINT "published_cell_pk" PRIMARY KEY("tenant_id","month","metric","version","unit_id","own","first_day","last_day","split","tool_id","key")
);
--> statement-breakpoint
CREATE TABLE "published_month" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"month" date NOT NULL,
	"metric" text NOT NULL,
	"version" integer NOT NULL,
	"detail" jsonb NOT NULL,
	"decided_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "published_month_pk" PRIMARY KEY("tenant_id","month","metric")
);
--> statement-breakpoint
CREATE TABLE "published_people" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"first_day" date NOT NULL,
	"last_day" date NOT NULL,
	"unit_id" integer NOT NULL,
	"own" boolean NOT NULL,
	"people" integer NOT NULL,
	CONSTRAINT "published_people_pk" PRIMARY KEY("tenant_id","first_day","last_day","unit_id","own")
);
--> statement-breakpoint
CREATE TABLE "published_period" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"kind" text NOT NULL,
	"first_day" date NOT NULL,
	"last_day" date NOT NULL,
	"decided_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "published_period_pk" PRIMARY KEY("tenant_id","kind","first_day","last_day")
);
--> statement-breakpoint
CREATE TABLE "recounted_day" (
	"tenant_id" integer DEFAULT 1 NOT NULL,
	"day" date NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "recounted_day_pk" PRIMARY KEY("tenant_id","day")
);
--> statement-breakpoint
CREATE INDEX "published_basis_person" ON "published_basis" USING btree ("tenant_id","person_id");
-- Indicators, elements and formula versions of a city's own; targets set by hand; overlaps that are taken off once.
ALTER TABLE indicators_indicator ADD COLUMN "Own" boolean NOT NULL DEFAULT false;
ALTER TABLE indicators_indicator ADD COLUMN "Open" boolean NOT NULL DEFAULT false;
ALTER TABLE indicators_indicator ADD COLUMN "RetiredOn" date NULL;
ALTER TABLE indicators_indicator ADD COLUMN "RetiredWhy" character varying(200) NULL;
ALTER TABLE indicators_indicator ADD COLUMN "Version" integer NOT NULL DEFAULT 0;
ALTER TABLE indicators_element ADD COLUMN "Own" boolean NOT NULL DEFAULT false;
ALTER TABLE indicators_element ADD COLUMN "RetiredOn" date NULL;
ALTER TABLE indicators_element ADD COLUMN "RetiredWhy" character varying(200) NULL;
ALTER TABLE indicators_element ADD COLUMN "Version" integer NOT NULL DEFAULT 0;
ALTER TABLE indicators_formula ADD COLUMN "Reason" character varying(400) NULL;
ALTER TABLE indicators_formula ADD COLUMN "Override" character varying(400) NULL;
ALTER TABLE indicators_formula ADD COLUMN "PublicFromYear" integer NULL;
CREATE TABLE indicators_target (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_target" PRIMARY KEY,
    "IndicatorId" character varying(40) NOT NULL,
    "Level" character varying(10) NOT NULL,
    "RegionCode" character varying(12) NOT NULL,
    "Source" character varying(160) NOT NULL,
    "Year" integer NOT NULL,
    "Comparison" character varying(20) NOT NULL,
    "Value" numeric(18,4) NULL,
    "ValueMax" numeric(18,4) NULL,
    "BaseYear" integer NULL,
    "Soft" boolean NOT NULL,
    "Open" boolean NOT NULL,
    "Note" character varying(400) NULL,
    "Version" integer NOT NULL
);
CREATE INDEX "IX_indicators_target_IndicatorId" ON indicators_target ("IndicatorId");
CREATE TABLE indicators_overlap (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_overlap" PRIMARY KEY,
    "ElementId" character varying(60) NOT NULL,
    "Split" character varying(20) NOT NULL,
    "RegionCode" character varying(12) NOT NULL,
    "OtherCode" character varying(12) NOT NULL,
    "Kind" character varying(14) NOT NULL,
    "Count" numeric(18,4) NOT NULL,
    "FromYear" integer NOT NULL,
    "UntilYear" integer NULL,
    "What" character varying(200) NOT NULL,
    "Version" integer NOT NULL
);
CREATE INDEX "IX_indicators_overlap_ElementId" ON indicators_overlap ("ElementId");

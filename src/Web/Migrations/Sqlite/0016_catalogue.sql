-- Indicators, elements and formula versions of a city's own; targets set by hand; overlaps that are taken off once.
ALTER TABLE indicators_indicator ADD COLUMN "Own" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE indicators_indicator ADD COLUMN "Open" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE indicators_indicator ADD COLUMN "RetiredOn" TEXT NULL;
ALTER TABLE indicators_indicator ADD COLUMN "RetiredWhy" TEXT NULL;
ALTER TABLE indicators_indicator ADD COLUMN "Version" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE indicators_element ADD COLUMN "Own" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE indicators_element ADD COLUMN "RetiredOn" TEXT NULL;
ALTER TABLE indicators_element ADD COLUMN "RetiredWhy" TEXT NULL;
ALTER TABLE indicators_element ADD COLUMN "Version" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE indicators_formula ADD COLUMN "Reason" TEXT NULL;
ALTER TABLE indicators_formula ADD COLUMN "Override" TEXT NULL;
ALTER TABLE indicators_formula ADD COLUMN "PublicFromYear" INTEGER NULL;
CREATE TABLE indicators_target (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_target" PRIMARY KEY,
    "IndicatorId" TEXT NOT NULL,
    "Level" TEXT NOT NULL,
    "RegionCode" TEXT NOT NULL,
    "Source" TEXT NOT NULL,
    "Year" INTEGER NOT NULL,
    "Comparison" TEXT NOT NULL,
    "Value" INTEGER NULL,
    "ValueMax" INTEGER NULL,
    "BaseYear" INTEGER NULL,
    "Soft" INTEGER NOT NULL,
    "Open" INTEGER NOT NULL,
    "Note" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE INDEX "IX_indicators_target_IndicatorId" ON indicators_target ("IndicatorId");
CREATE TABLE indicators_overlap (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_overlap" PRIMARY KEY,
    "ElementId" TEXT NOT NULL,
    "Split" TEXT NOT NULL,
    "RegionCode" TEXT NOT NULL,
    "OtherCode" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Count" INTEGER NOT NULL,
    "FromYear" INTEGER NOT NULL,
    "UntilYear" INTEGER NULL,
    "What" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE INDEX "IX_indicators_overlap_ElementId" ON indicators_overlap ("ElementId");

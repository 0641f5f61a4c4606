-- Early warnings with their steps; schemes of evaluation and the evaluations made by them.
CREATE TABLE indicators_warning (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_warning" PRIMARY KEY,
    "Rule" TEXT NOT NULL,
    "IndicatorId" TEXT NOT NULL,
    "RegionCode" TEXT NOT NULL,
    "Period" TEXT NOT NULL,
    "Light" TEXT NOT NULL,
    "Code" TEXT NOT NULL,
    "Args" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "RaisedAt" TEXT NOT NULL,
    "LastSeenAt" TEXT NOT NULL,
    "OwnerUnitId" TEXT NULL,
    "SubmissionId" TEXT NULL,
    "Settled" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_warning_Rule_IndicatorId_RegionCode_Period" ON indicators_warning ("Rule", "IndicatorId", "RegionCode", "Period");
CREATE INDEX "IX_indicators_warning_State_RegionCode" ON indicators_warning ("State", "RegionCode");
CREATE INDEX "IX_indicators_warning_IndicatorId" ON indicators_warning ("IndicatorId");
CREATE TABLE indicators_warning_element (
    "WarningId" TEXT NOT NULL CONSTRAINT "FK_indicators_warning_element_WarningId" REFERENCES indicators_warning ("Id"),
    "ElementId" TEXT NOT NULL,
    CONSTRAINT "PK_indicators_warning_element" PRIMARY KEY ("WarningId", "ElementId")
) WITHOUT ROWID;
CREATE TABLE indicators_warning_step (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_warning_step" PRIMARY KEY,
    "WarningId" TEXT NOT NULL CONSTRAINT "FK_indicators_warning_step_WarningId" REFERENCES indicators_warning ("Id"),
    "State" TEXT NOT NULL,
    "PersonId" TEXT NULL,
    "PersonName" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "Text" TEXT NULL,
    "Code" TEXT NULL,
    "Due" TEXT NULL
);
CREATE INDEX "IX_indicators_warning_step_WarningId_At" ON indicators_warning_step ("WarningId", "At");
CREATE TABLE indicators_scheme (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_scheme" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Method" TEXT NOT NULL,
    "Form" TEXT NOT NULL,
    "Weights" TEXT NOT NULL,
    "Grades" TEXT NOT NULL,
    "Vetoes" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "MadeAt" TEXT NOT NULL,
    "InForceAt" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_scheme_Name_Number" ON indicators_scheme ("Name", "Number");
CREATE TABLE indicators_evaluation (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_evaluation" PRIMARY KEY,
    "SchemeId" TEXT NOT NULL CONSTRAINT "FK_indicators_evaluation_SchemeId" REFERENCES indicators_scheme ("Id"),
    "RegionCode" TEXT NOT NULL,
    "Period" TEXT NOT NULL,
    "Index" INTEGER NULL,
    "Grade" TEXT NULL,
    "Result" TEXT NOT NULL,
    "PersonId" TEXT NOT NULL,
    "PersonName" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "At" TEXT NOT NULL
);
CREATE INDEX "IX_indicators_evaluation_At" ON indicators_evaluation ("At");
CREATE INDEX "IX_indicators_evaluation_RegionCode_Period" ON indicators_evaluation ("RegionCode", "Period");
CREATE INDEX "IX_indicators_evaluation_SchemeId" ON indicators_evaluation ("SchemeId");

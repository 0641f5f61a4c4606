-- Early warnings with their steps; schemes of evaluation and the evaluations made by them.
CREATE TABLE indicators_warning (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_warning" PRIMARY KEY,
    "Rule" character varying(16) NOT NULL,
    "IndicatorId" character varying(40) NOT NULL,
    "RegionCode" character varying(12) NOT NULL,
    "Period" character varying(7) NOT NULL,
    "Light" character varying(8) NOT NULL,
    "Code" character varying(60) NOT NULL,
    "Args" text NOT NULL,
    "State" character varying(16) NOT NULL,
    "RaisedAt" timestamp with time zone NOT NULL,
    "LastSeenAt" timestamp with time zone NOT NULL,
    "OwnerUnitId" uuid NULL,
    "SubmissionId" uuid NULL,
    "Settled" boolean NOT NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_warning_Rule_IndicatorId_RegionCode_Period" ON indicators_warning ("Rule", "IndicatorId", "RegionCode", "Period");
CREATE INDEX "IX_indicators_warning_State_RegionCode" ON indicators_warning ("State", "RegionCode");
CREATE INDEX "IX_indicators_warning_IndicatorId" ON indicators_warning ("IndicatorId");
CREATE TABLE indicators_warning_element (
    "WarningId" uuid NOT NULL CONSTRAINT "FK_indicators_warning_element_WarningId" REFERENCES indicators_warning ("Id"),
    "ElementId" character varying(60) NOT NULL,
    CONSTRAINT "PK_indicators_warning_element" PRIMARY KEY ("WarningId", "ElementId")
);
CREATE TABLE indicators_warning_step (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_warning_step" PRIMARY KEY,
    "WarningId" uuid NOT NULL CONSTRAINT "FK_indicators_warning_step_WarningId" REFERENCES indicators_warning ("Id"),
    "State" character varying(16) NOT NULL,
    "PersonId" uuid NULL,
    "PersonName" character varying(80) NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "Text" character varying(500) NULL,
    "Code" character varying(60) NULL,
    "Due" date NULL
);
CREATE INDEX "IX_indicators_warning_step_WarningId_At" ON indicators_warning_step ("WarningId", "At");
CREATE TABLE indicators_scheme (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_scheme" PRIMARY KEY,
    "Name" character varying(80) NOT NULL,
    "Number" integer NOT NULL,
    "Method" character varying(10) NOT NULL,
    "Form" character varying(10) NOT NULL,
    "Weights" text NOT NULL,
    "Grades" text NOT NULL,
    "Vetoes" text NOT NULL,
    "State" character varying(10) NOT NULL,
    "MadeAt" timestamp with time zone NOT NULL,
    "InForceAt" timestamp with time zone NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_scheme_Name_Number" ON indicators_scheme ("Name", "Number");
CREATE TABLE indicators_evaluation (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_evaluation" PRIMARY KEY,
    "SchemeId" uuid NOT NULL CONSTRAINT "FK_indicators_evaluation_SchemeId" REFERENCES indicators_scheme ("Id"),
    "RegionCode" character varying(12) NOT NULL,
    "Period" character varying(7) NOT NULL,
    "Index" numeric(18,4) NULL,
    "Grade" character varying(10) NULL,
    "Result" text NOT NULL,
    "PersonId" uuid NOT NULL,
    "PersonName" character varying(80) NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "At" timestamp with time zone NOT NULL
);
CREATE INDEX "IX_indicators_evaluation_At" ON indicators_evaluation ("At");
CREATE INDEX "IX_indicators_evaluation_RegionCode_Period" ON indicators_evaluation ("RegionCode", "Period");
CREATE INDEX "IX_indicators_evaluation_SchemeId" ON indicators_evaluation ("SchemeId");

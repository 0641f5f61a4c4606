-- Figures, reported once: elements and formulas, forms and rounds, submissions with their cells and steps, accepted values with the outbox that keeps copies fresh.
CREATE TABLE indicators_element (
    "Id" character varying(60) NOT NULL CONSTRAINT "PK_indicators_element" PRIMARY KEY,
    "Name" character varying(120) NOT NULL,
    "NameEn" character varying(160) NOT NULL,
    "MeasureUnit" character varying(40) NOT NULL,
    "Kind" character varying(12) NOT NULL,
    "Combine" character varying(12) NOT NULL,
    "Departments" character varying(120) NOT NULL,
    "Splits" character varying(60) NOT NULL,
    "Sensitive" boolean NOT NULL,
    "Source" character varying(40) NULL,
    "Note" character varying(400) NULL
);
CREATE TABLE indicators_formula (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_formula" PRIMARY KEY,
    "IndicatorId" character varying(40) NOT NULL,
    "Number" integer NOT NULL,
    "FromYear" integer NOT NULL,
    "Numerator" character varying(400) NOT NULL,
    "Denominator" character varying(400) NULL,
    "Factor" integer NOT NULL,
    "Digits" integer NOT NULL,
    "BaseYear" integer NULL,
    "Gross" boolean NOT NULL,
    "Note" character varying(400) NULL,
    "NoteEn" character varying(400) NULL
);
CREATE UNIQUE INDEX "IX_indicators_formula_IndicatorId_Number" ON indicators_formula ("IndicatorId", "Number");
CREATE TABLE indicators_form (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_form" PRIMARY KEY,
    "Number" character varying(40) NOT NULL,
    "Title" character varying(120) NOT NULL,
    "TitleEn" character varying(160) NOT NULL,
    "IssuedBy" character varying(120) NOT NULL,
    "ApprovedBy" character varying(120) NOT NULL,
    "ApprovalNumber" character varying(60) NOT NULL,
    "ValidUntil" date NOT NULL,
    "Frequency" character varying(12) NOT NULL,
    "RegionPrefix" character varying(12) NOT NULL,
    "Reviewed" boolean NOT NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_form_Number" ON indicators_form ("Number");
CREATE TABLE indicators_form_line (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_form_line" PRIMARY KEY,
    "FormId" uuid NOT NULL CONSTRAINT "FK_indicators_form_line_FormId" REFERENCES indicators_form ("Id"),
    "SortOrder" integer NOT NULL,
    "ElementId" character varying(60) NOT NULL,
    "Heading" character varying(120) NULL,
    "SplitBy" character varying(20) NOT NULL,
    "Required" boolean NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_form_line_FormId_ElementId" ON indicators_form_line ("FormId", "ElementId");
CREATE TABLE indicators_form_duty (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_form_duty" PRIMARY KEY,
    "FormId" uuid NOT NULL CONSTRAINT "FK_indicators_form_duty_FormId" REFERENCES indicators_form ("Id"),
    "UnitId" uuid NOT NULL,
    "RegionCode" character varying(12) NOT NULL,
    "SupervisorId" uuid NULL
);
CREATE UNIQUE INDEX "IX_indicators_form_duty_FormId_RegionCode_UnitId" ON indicators_form_duty ("FormId", "RegionCode", "UnitId");
CREATE TABLE indicators_round (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_round" PRIMARY KEY,
    "FormId" uuid NOT NULL CONSTRAINT "FK_indicators_round_FormId" REFERENCES indicators_form ("Id"),
    "Period" character varying(7) NOT NULL,
    "OpenOn" date NOT NULL,
    "DueOn" date NOT NULL,
    "GraceDays" integer NOT NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_round_FormId_Period" ON indicators_round ("FormId", "Period");
CREATE TABLE indicators_submission (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_submission" PRIMARY KEY,
    "RoundId" uuid NOT NULL CONSTRAINT "FK_indicators_submission_RoundId" REFERENCES indicators_round ("Id"),
    "UnitId" uuid NOT NULL,
    "RegionCode" character varying(12) NOT NULL,
    "SupervisorId" uuid NULL,
    "State" character varying(10) NOT NULL,
    "DueOn" date NOT NULL,
    "Revision" integer NOT NULL,
    "RevisionReason" character varying(500) NULL,
    "SubmittedBy" uuid NULL,
    "SubmittedAt" timestamp with time zone NULL,
    "FirstSubmittedAt" timestamp with time zone NULL,
    "LockedAt" timestamp with time zone NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_submission_RoundId_RegionCode_UnitId" ON indicators_submission ("RoundId", "RegionCode", "UnitId");
CREATE INDEX "IX_indicators_submission_UnitId_State" ON indicators_submission ("UnitId", "State");
CREATE INDEX "IX_indicators_submission_SupervisorId_State" ON indicators_submission ("SupervisorId", "State");
CREATE TABLE indicators_cell (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_cell" PRIMARY KEY,
    "SubmissionId" uuid NOT NULL CONSTRAINT "FK_indicators_cell_SubmissionId" REFERENCES indicators_submission ("Id"),
    "ElementId" character varying(60) NOT NULL,
    "Split" character varying(20) NOT NULL,
    "State" character varying(14) NOT NULL,
    "Number" numeric(18,4) NULL,
    "Reason" character varying(300) NULL,
    "Remark" character varying(500) NULL,
    "TypedBy" uuid NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_cell_SubmissionId_ElementId_Split" ON indicators_cell ("SubmissionId", "ElementId", "Split");
CREATE TABLE indicators_step (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_step" PRIMARY KEY,
    "SubmissionId" uuid NOT NULL CONSTRAINT "FK_indicators_step_SubmissionId" REFERENCES indicators_submission ("Id"),
    "Kind" character varying(16) NOT NULL,
    "PersonId" uuid NOT NULL,
    "PersonName" character varying(80) NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "Reason" character varying(500) NULL,
    "Figures" text NULL
);
CREATE INDEX "IX_indicators_step_SubmissionId_At" ON indicators_step ("SubmissionId", "At");
CREATE TABLE indicators_value (
    "ElementId" character varying(60) NOT NULL,
    "Period" character varying(7) NOT NULL,
    "RegionCode" character varying(12) NOT NULL,
    "Split" character varying(20) NOT NULL,
    "State" character varying(14) NOT NULL,
    "Number" numeric(18,4) NULL,
    "Status" character varying(12) NOT NULL,
    "Published" boolean NOT NULL,
    "Reason" character varying(300) NULL,
    "SubmissionId" uuid NULL,
    "At" timestamp with time zone NOT NULL,
    CONSTRAINT "PK_indicators_value" PRIMARY KEY ("ElementId", "Period", "RegionCode", "Split")
);
CREATE INDEX "IX_indicators_value_SubmissionId" ON indicators_value ("SubmissionId");
CREATE TABLE indicators_check (
    "Id" character varying(40) NOT NULL CONSTRAINT "PK_indicators_check" PRIMARY KEY,
    "Expression" character varying(2000) NOT NULL,
    "Severity" character varying(10) NOT NULL,
    "Message" character varying(200) NOT NULL,
    "MessageEn" character varying(240) NOT NULL,
    "Note" character varying(400) NULL,
    "Disabled" boolean NOT NULL,
    "Version" integer NOT NULL
);
CREATE TABLE indicators_public_cell (
    "Period" character varying(7) NOT NULL,
    "Key" character varying(140) NOT NULL,
    "Edition" integer NOT NULL,
    "Value" numeric(18,4) NOT NULL,
    "Sensitive" boolean NOT NULL,
    "Shown" boolean NOT NULL,
    CONSTRAINT "PK_indicators_public_cell" PRIMARY KEY ("Period", "Key", "Edition")
);
CREATE TABLE indicators_publication (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_publication" PRIMARY KEY,
    "Period" character varying(7) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "Sums" text NOT NULL,
    "Rates" text NOT NULL
);
CREATE INDEX "IX_indicators_publication_Period_At" ON indicators_publication ("Period", "At");
CREATE TABLE indicators_value_change (
    "Number" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL CONSTRAINT "PK_indicators_value_change" PRIMARY KEY,
    "ElementId" character varying(60) NOT NULL,
    "Period" character varying(7) NOT NULL,
    "RegionCode" character varying(12) NOT NULL,
    "Split" character varying(20) NOT NULL
);
ALTER TABLE indicators_indicator ADD COLUMN "Domain" character varying(20) NOT NULL DEFAULT '';

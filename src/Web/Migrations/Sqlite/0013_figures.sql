-- Figures, reported once: elements and formulas, forms and rounds, submissions with their cells and steps, accepted values with the outbox that keeps copies fresh.
CREATE TABLE indicators_element (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_element" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "NameEn" TEXT NOT NULL,
    "MeasureUnit" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Combine" TEXT NOT NULL,
    "Departments" TEXT NOT NULL,
    "Splits" TEXT NOT NULL,
    "Sensitive" INTEGER NOT NULL,
    "Source" TEXT NULL,
    "Note" TEXT NULL
);
CREATE TABLE indicators_formula (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_formula" PRIMARY KEY,
    "IndicatorId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "FromYear" INTEGER NOT NULL,
    "Numerator" TEXT NOT NULL,
    "Denominator" TEXT NULL,
    "Factor" INTEGER NOT NULL,
    "Digits" INTEGER NOT NULL,
    "BaseYear" INTEGER NULL,
    "Gross" INTEGER NOT NULL,
    "Note" TEXT NULL,
    "NoteEn" TEXT NULL
);
CREATE UNIQUE INDEX "IX_indicators_formula_IndicatorId_Number" ON indicators_formula ("IndicatorId", "Number");
CREATE TABLE indicators_form (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_form" PRIMARY KEY,
    "Number" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "TitleEn" TEXT NOT NULL,
    "IssuedBy" TEXT NOT NULL,
    "ApprovedBy" TEXT NOT NULL,
    "ApprovalNumber" TEXT NOT NULL,
    "ValidUntil" TEXT NOT NULL,
    "Frequency" TEXT NOT NULL,
    "RegionPrefix" TEXT NOT NULL,
    "Reviewed" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_form_Number" ON indicators_form ("Number");
CREATE TABLE indicators_form_line (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_form_line" PRIMARY KEY,
    "FormId" TEXT NOT NULL CONSTRAINT "FK_indicators_form_line_FormId" REFERENCES indicators_form ("Id"),
    "SortOrder" INTEGER NOT NULL,
    "ElementId" TEXT NOT NULL,
    "Heading" TEXT NULL,
    "SplitBy" TEXT NOT NULL,
    "Required" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_form_line_FormId_ElementId" ON indicators_form_line ("FormId", "ElementId");
CREATE TABLE indicators_form_duty (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_form_duty" PRIMARY KEY,
    "FormId" TEXT NOT NULL CONSTRAINT "FK_indicators_form_duty_FormId" REFERENCES indicators_form ("Id"),
    "UnitId" TEXT NOT NULL,
    "RegionCode" TEXT NOT NULL,
    "SupervisorId" TEXT NULL
);
CREATE UNIQUE INDEX "IX_indicators_form_duty_FormId_RegionCode_UnitId" ON indicators_form_duty ("FormId", "RegionCode", "UnitId");
CREATE TABLE indicators_round (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_round" PRIMARY KEY,
    "FormId" TEXT NOT NULL CONSTRAINT "FK_indicators_round_FormId" REFERENCES indicators_form ("Id"),
    "Period" TEXT NOT NULL,
    "OpenOn" TEXT NOT NULL,
    "DueOn" TEXT NOT NULL,
    "GraceDays" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_round_FormId_Period" ON indicators_round ("FormId", "Period");
CREATE TABLE indicators_submission (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_submission" PRIMARY KEY,
    "RoundId" TEXT NOT NULL CONSTRAINT "FK_indicators_submission_RoundId" REFERENCES indicators_round ("Id"),
    "UnitId" TEXT NOT NULL,
    "RegionCode" TEXT NOT NULL,
    "SupervisorId" TEXT NULL,
    "State" TEXT NOT NULL,
    "DueOn" TEXT NOT NULL,
    "Revision" INTEGER NOT NULL,
    "RevisionReason" TEXT NULL,
    "SubmittedBy" TEXT NULL,
    "SubmittedAt" TEXT NULL,
    "FirstSubmittedAt" TEXT NULL,
    "LockedAt" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_submission_RoundId_RegionCode_UnitId" ON indicators_submission ("RoundId", "RegionCode", "UnitId");
CREATE INDEX "IX_indicators_submission_UnitId_State" ON indicators_submission ("UnitId", "State");
CREATE INDEX "IX_indicators_submission_SupervisorId_State" ON indicators_submission ("SupervisorId", "State");
CREATE TABLE indicators_cell (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_cell" PRIMARY KEY,
    "SubmissionId" TEXT NOT NULL CONSTRAINT "FK_indicators_cell_SubmissionId" REFERENCES indicators_submission ("Id"),
    "ElementId" TEXT NOT NULL,
    "Split" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Number" INTEGER NULL,
    "Reason" TEXT NULL,
    "Remark" TEXT NULL,
    "TypedBy" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_cell_SubmissionId_ElementId_Split" ON indicators_cell ("SubmissionId", "ElementId", "Split");
CREATE TABLE indicators_step (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_step" PRIMARY KEY,
    "SubmissionId" TEXT NOT NULL CONSTRAINT "FK_indicators_step_SubmissionId" REFERENCES indicators_submission ("Id"),
    "Kind" TEXT NOT NULL,
    "PersonId" TEXT NOT NULL,
    "PersonName" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "Reason" TEXT NULL,
    "Figures" TEXT NULL
);
CREATE INDEX "IX_indicators_step_SubmissionId_At" ON indicators_step ("SubmissionId", "At");
CREATE TABLE indicators_value (
    "ElementId" TEXT NOT NULL,
    "Period" TEXT NOT NULL,
    "RegionCode" TEXT NOT NULL,
    "Split" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Number" INTEGER NULL,
    "Status" TEXT NOT NULL,
    "Published" INTEGER NOT NULL,
    "Reason" TEXT NULL,
    "SubmissionId" TEXT NULL,
    "At" TEXT NOT NULL,
    CONSTRAINT "PK_indicators_value" PRIMARY KEY ("ElementId", "Period", "RegionCode", "Split")
) WITHOUT ROWID;
CREATE INDEX "IX_indicators_value_SubmissionId" ON indicators_value ("SubmissionId");
CREATE TABLE indicators_check (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_check" PRIMARY KEY,
    "Expression" TEXT NOT NULL,
    "Severity" TEXT NOT NULL,
    "Message" TEXT NOT NULL,
    "MessageEn" TEXT NOT NULL,
    "Note" TEXT NULL,
    "Disabled" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE TABLE indicators_public_cell (
    "Period" TEXT NOT NULL,
    "Key" TEXT NOT NULL,
    "Edition" INTEGER NOT NULL,
    "Value" INTEGER NOT NULL,
    "Sensitive" INTEGER NOT NULL,
    "Shown" INTEGER NOT NULL,
    CONSTRAINT "PK_indicators_public_cell" PRIMARY KEY ("Period", "Key", "Edition")
);
CREATE TABLE indicators_publication (
    "Id" TEXT NOT NULL CONSTRAINT "PK_indicators_publication" PRIMARY KEY,
    "Period" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "Sums" TEXT NOT NULL,
    "Rates" TEXT NOT NULL
);
CREATE INDEX "IX_indicators_publication_Period_At" ON indicators_publication ("Period", "At");
CREATE TABLE indicators_value_change (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_indicators_value_change" PRIMARY KEY AUTOINCREMENT,
    "ElementId" TEXT NOT NULL,
    "Period" TEXT NOT NULL,
    "RegionCode" TEXT NOT NULL,
    "Split" TEXT NOT NULL
);
ALTER TABLE indicators_indicator ADD COLUMN "Domain" TEXT NOT NULL DEFAULT '';

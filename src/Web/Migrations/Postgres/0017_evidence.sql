-- Indicators whose lowest part decides; the papers behind the figures of a submission.
ALTER TABLE indicators_formula ADD COLUMN "Lowest" boolean NOT NULL DEFAULT false;
UPDATE indicators_formula SET "Lowest" = true WHERE "IndicatorId" = 'VaccinationTown' AND "Number" < 1001;
ALTER TABLE indicators_form_line ADD COLUMN "EvidenceRequired" boolean NOT NULL DEFAULT false;
ALTER TABLE indicators_step ADD COLUMN "Papers" text NULL;
CREATE TABLE indicators_cell_evidence (
    "Id" uuid NOT NULL CONSTRAINT "PK_indicators_cell_evidence" PRIMARY KEY,
    "SubmissionId" uuid NOT NULL CONSTRAINT "FK_indicators_cell_evidence_SubmissionId" REFERENCES indicators_submission ("Id"),
    "ElementId" character varying(60) NOT NULL,
    "Split" character varying(20) NOT NULL,
    "FileSha256" character varying(64) NOT NULL,
    "FileName" character varying(120) NOT NULL,
    "Size" bigint NOT NULL,
    "What" character varying(200) NOT NULL,
    "PersonId" uuid NOT NULL,
    "PersonName" character varying(80) NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "AddedAt" timestamp with time zone NOT NULL
);
CREATE UNIQUE INDEX "IX_indicators_cell_evidence_file" ON indicators_cell_evidence ("SubmissionId", "ElementId", "Split", "FileSha256");

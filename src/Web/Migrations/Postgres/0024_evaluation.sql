-- The evaluation of the programme: rules, evaluations with a sheet for each unit, links and votes of the panel.
CREATE TABLE programme_score_rules (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_score_rules" PRIMARY KEY,
    "Name" character varying(80) NOT NULL,
    "Number" integer NOT NULL,
    "Items" text NOT NULL,
    "Vetoes" text NOT NULL,
    "ExcellentFrom" numeric(18,4) NOT NULL,
    "GoodFrom" numeric(18,4) NOT NULL,
    "PassFrom" numeric(18,4) NOT NULL,
    "LeastCoverage" numeric(18,4) NOT NULL,
    "NamesShown" boolean NOT NULL,
    "State" character varying(10) NOT NULL,
    "MadeAt" timestamp with time zone NOT NULL,
    "InForceAt" timestamp with time zone NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_score_rules_Name_Number" ON programme_score_rules ("Name", "Number");
CREATE TABLE programme_evaluation (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_evaluation" PRIMARY KEY,
    "Title" character varying(120) NOT NULL,
    "Term" character varying(10) NOT NULL,
    "Year" integer NOT NULL,
    "FromDay" date NOT NULL,
    "ToDay" date NOT NULL,
    "RulesId" uuid NOT NULL,
    "State" character varying(16) NOT NULL,
    "Questions" text NOT NULL,
    "ChildQuestions" text NOT NULL,
    "OpenedOn" date NOT NULL,
    "SelfDueOn" date NOT NULL,
    "ObjectUntil" date NULL,
    "MeasuredAt" timestamp with time zone NULL,
    "FinalOn" date NULL,
    "Version" integer NOT NULL,
    CONSTRAINT "FK_programme_evaluation_programme_score_rules_RulesId" FOREIGN KEY ("RulesId") REFERENCES programme_score_rules ("Id") ON DELETE RESTRICT
);
CREATE INDEX "IX_programme_evaluation_State_Year" ON programme_evaluation ("State", "Year");
CREATE INDEX "IX_programme_evaluation_RulesId" ON programme_evaluation ("RulesId");
CREATE TABLE programme_evaluation_sheet (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_evaluation_sheet" PRIMARY KEY,
    "EvaluationId" uuid NOT NULL,
    "UnitId" uuid NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "RegionCode" character varying(12) NOT NULL,
    "SortOrder" integer NOT NULL,
    "Said" character varying(1000) NULL,
    "HandedInAt" timestamp with time zone NULL,
    "Veto" character varying(120) NULL,
    "VetoWhy" character varying(1000) NULL,
    "Score" numeric(18,4) NULL,
    "Coverage" numeric(18,4) NULL,
    "Grade" character varying(10) NULL,
    "OpenObjections" integer NOT NULL,
    "Version" integer NOT NULL,
    CONSTRAINT "FK_programme_evaluation_sheet_programme_evaluation_EvaluationId" FOREIGN KEY ("EvaluationId") REFERENCES programme_evaluation ("Id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "IX_programme_evaluation_sheet_EvaluationId_UnitId" ON programme_evaluation_sheet ("EvaluationId", "UnitId");
CREATE INDEX "IX_programme_evaluation_sheet_UnitId" ON programme_evaluation_sheet ("UnitId");
CREATE TABLE programme_evaluation_line (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_evaluation_line" PRIMARY KEY,
    "SheetId" uuid NOT NULL,
    "Item" integer NOT NULL,
    "Kind" character varying(20) NOT NULL,
    "Got" numeric(18,4) NULL,
    "Of" numeric(18,4) NULL,
    "Basis" text NOT NULL,
    "Claimed" numeric(18,4) NULL,
    "Said" character varying(500) NULL,
    "Why" character varying(500) NULL,
    "Objection" character varying(8) NOT NULL,
    "ObjectionText" character varying(500) NULL,
    "Answer" character varying(500) NULL,
    "GotBefore" numeric(18,4) NULL,
    "OfBefore" numeric(18,4) NULL,
    CONSTRAINT "FK_programme_evaluation_line_programme_evaluation_sheet_SheetId" FOREIGN KEY ("SheetId") REFERENCES programme_evaluation_sheet ("Id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "IX_programme_evaluation_line_SheetId_Item" ON programme_evaluation_line ("SheetId", "Item");
CREATE TABLE programme_evaluation_step (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_evaluation_step" PRIMARY KEY,
    "EvaluationId" uuid NOT NULL,
    "SheetId" uuid NULL,
    "OwnerId" uuid NOT NULL,
    "Number" integer NOT NULL,
    "Kind" character varying(16) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "PersonName" character varying(80) NOT NULL,
    "Text" character varying(1000) NULL,
    "Day" date NULL
);
CREATE UNIQUE INDEX "IX_programme_evaluation_step_OwnerId_Number" ON programme_evaluation_step ("OwnerId", "Number");
CREATE INDEX "IX_programme_evaluation_step_EvaluationId" ON programme_evaluation_step ("EvaluationId");
CREATE TABLE programme_evaluation_paper (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_evaluation_paper" PRIMARY KEY,
    "SheetId" uuid NOT NULL,
    "FileSha256" character varying(64) NOT NULL,
    "FileName" character varying(200) NOT NULL,
    "FileSize" bigint NOT NULL,
    "PersonName" character varying(80) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    CONSTRAINT "FK_programme_evaluation_paper_programme_evaluation_sheet_SheetId" FOREIGN KEY ("SheetId") REFERENCES programme_evaluation_sheet ("Id") ON DELETE RESTRICT
);
CREATE INDEX "IX_programme_evaluation_paper_SheetId" ON programme_evaluation_paper ("SheetId");
CREATE TABLE programme_evaluation_survey (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_evaluation_survey" PRIMARY KEY,
    "EvaluationId" uuid NOT NULL,
    "UnitId" uuid NULL,
    "Share" numeric(18,4) NOT NULL,
    "Asked" integer NOT NULL,
    "Source" character varying(120) NOT NULL,
    "Method" character varying(300) NOT NULL,
    "FileSha256" character varying(64) NOT NULL,
    "FileName" character varying(200) NOT NULL,
    "FileSize" bigint NOT NULL,
    "PersonName" character varying(80) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    CONSTRAINT "FK_programme_evaluation_survey_programme_evaluation_EvaluationId" FOREIGN KEY ("EvaluationId") REFERENCES programme_evaluation ("Id") ON DELETE RESTRICT
);
CREATE INDEX "IX_programme_evaluation_survey_EvaluationId" ON programme_evaluation_survey ("EvaluationId");
CREATE TABLE programme_panel_link (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_panel_link" PRIMARY KEY,
    "EvaluationId" uuid NOT NULL,
    "Serial" integer NOT NULL,
    "Seat" character varying(10) NOT NULL,
    "SecretHash" character varying(64) NOT NULL,
    "Sheets" text NOT NULL,
    "Until" date NOT NULL,
    "Used" boolean NOT NULL,
    "Ended" boolean NOT NULL,
    "Version" integer NOT NULL,
    CONSTRAINT "FK_programme_panel_link_programme_evaluation_EvaluationId" FOREIGN KEY ("EvaluationId") REFERENCES programme_evaluation ("Id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "IX_programme_panel_link_SecretHash" ON programme_panel_link ("SecretHash");
CREATE UNIQUE INDEX "IX_programme_panel_link_EvaluationId_Serial" ON programme_panel_link ("EvaluationId", "Serial");
CREATE TABLE programme_panel_vote (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_panel_vote" PRIMARY KEY,
    "SheetId" uuid NOT NULL,
    "Answers" character varying(20) NOT NULL,
    CONSTRAINT "FK_programme_panel_vote_programme_evaluation_sheet_SheetId" FOREIGN KEY ("SheetId") REFERENCES programme_evaluation_sheet ("Id") ON DELETE RESTRICT
);
CREATE INDEX "IX_programme_panel_vote_SheetId" ON programme_panel_vote ("SheetId");

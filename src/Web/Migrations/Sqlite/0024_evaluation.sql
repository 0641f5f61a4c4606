-- The evaluation of the programme: rules, evaluations with a sheet for each unit, links and votes of the panel.
CREATE TABLE programme_score_rules (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_score_rules" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Items" TEXT NOT NULL,
    "Vetoes" TEXT NOT NULL,
    "ExcellentFrom" INTEGER NOT NULL,
    "GoodFrom" INTEGER NOT NULL,
    "PassFrom" INTEGER NOT NULL,
    "LeastCoverage" INTEGER NOT NULL,
    "NamesShown" INTEGER NOT NULL,
    "State" TEXT NOT NULL,
    "MadeAt" TEXT NOT NULL,
    "InForceAt" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_score_rules_Name_Number" ON programme_score_rules ("Name", "Number");
CREATE TABLE programme_evaluation (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_evaluation" PRIMARY KEY,
    "Title" TEXT NOT NULL,
    "Term" TEXT NOT NULL,
    "Year" INTEGER NOT NULL,
    "FromDay" TEXT NOT NULL,
    "ToDay" TEXT NOT NULL,
    "RulesId" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Questions" TEXT NOT NULL,
    "ChildQuestions" TEXT NOT NULL,
    "OpenedOn" TEXT NOT NULL,
    "SelfDueOn" TEXT NOT NULL,
    "ObjectUntil" TEXT NULL,
    "MeasuredAt" TEXT NULL,
    "FinalOn" TEXT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_programme_evaluation_programme_score_rules_RulesId" FOREIGN KEY ("RulesId") REFERENCES programme_score_rules ("Id") ON DELETE RESTRICT
);
CREATE INDEX "IX_programme_evaluation_State_Year" ON programme_evaluation ("State", "Year");
CREATE INDEX "IX_programme_evaluation_RulesId" ON programme_evaluation ("RulesId");
CREATE TABLE programme_evaluation_sheet (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_evaluation_sheet" PRIMARY KEY,
    "EvaluationId" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "RegionCode" TEXT NOT NULL,
    "SortOrder" INTEGER NOT NULL,
    "Said" TEXT NULL,
    "HandedInAt" TEXT NULL,
    "Veto" TEXT NULL,
    "VetoWhy" TEXT NULL,
    "Score" INTEGER NULL,
    "Coverage" INTEGER NULL,
    "Grade" TEXT NULL,
    "OpenObjections" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_programme_evaluation_sheet_programme_evaluation_EvaluationId" FOREIGN KEY ("EvaluationId") REFERENCES programme_evaluation ("Id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "IX_programme_evaluation_sheet_EvaluationId_UnitId" ON programme_evaluation_sheet ("EvaluationId", "UnitId");
CREATE INDEX "IX_programme_evaluation_sheet_UnitId" ON programme_evaluation_sheet ("UnitId");
CREATE TABLE programme_evaluation_line (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_evaluation_line" PRIMARY KEY,
    "SheetId" TEXT NOT NULL,
    "Item" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "Got" INTEGER NULL,
    "Of" INTEGER NULL,
    "Basis" TEXT NOT NULL,
    "Claimed" INTEGER NULL,
    "Said" TEXT NULL,
    "Why" TEXT NULL,
    "Objection" TEXT NOT NULL,
    "ObjectionText" TEXT NULL,
    "Answer" TEXT NULL,
    "GotBefore" INTEGER NULL,
    "OfBefore" INTEGER NULL,
    CONSTRAINT "FK_programme_evaluation_line_programme_evaluation_sheet_SheetId" FOREIGN KEY ("SheetId") REFERENCES programme_evaluation_sheet ("Id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "IX_programme_evaluation_line_SheetId_Item" ON programme_evaluation_line ("SheetId", "Item");
CREATE TABLE programme_evaluation_step (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_evaluation_step" PRIMARY KEY,
    "EvaluationId" TEXT NOT NULL,
    "SheetId" TEXT NULL,
    "OwnerId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "PersonName" TEXT NOT NULL,
    "Text" TEXT NULL,
    "Day" TEXT NULL
);
CREATE UNIQUE INDEX "IX_programme_evaluation_step_OwnerId_Number" ON programme_evaluation_step ("OwnerId", "Number");
CREATE INDEX "IX_programme_evaluation_step_EvaluationId" ON programme_evaluation_step ("EvaluationId");
CREATE TABLE programme_evaluation_paper (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_evaluation_paper" PRIMARY KEY,
    "SheetId" TEXT NOT NULL,
    "FileSha256" TEXT NOT NULL,
    "FileName" TEXT NOT NULL,
    "FileSize" INTEGER NOT NULL,
    "PersonName" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    CONSTRAINT "FK_programme_evaluation_paper_programme_evaluation_sheet_SheetId" FOREIGN KEY ("SheetId") REFERENCES programme_evaluation_sheet ("Id") ON DELETE RESTRICT
);
CREATE INDEX "IX_programme_evaluation_paper_SheetId" ON programme_evaluation_paper ("SheetId");
CREATE TABLE programme_evaluation_survey (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_evaluation_survey" PRIMARY KEY,
    "EvaluationId" TEXT NOT NULL,
    "UnitId" TEXT NULL,
    "Share" INTEGER NOT NULL,
    "Asked" INTEGER NOT NULL,
    "Source" TEXT NOT NULL,
    "Method" TEXT NOT NULL,
    "FileSha256" TEXT NOT NULL,
    "FileName" TEXT NOT NULL,
    "FileSize" INTEGER NOT NULL,
    "PersonName" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    CONSTRAINT "FK_programme_evaluation_survey_programme_evaluation_EvaluationId" FOREIGN KEY ("EvaluationId") REFERENCES programme_evaluation ("Id") ON DELETE RESTRICT
);
CREATE INDEX "IX_programme_evaluation_survey_EvaluationId" ON programme_evaluation_survey ("EvaluationId");
CREATE TABLE programme_panel_link (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_panel_link" PRIMARY KEY,
    "EvaluationId" TEXT NOT NULL,
    "Serial" INTEGER NOT NULL,
    "Seat" TEXT NOT NULL,
    "SecretHash" TEXT NOT NULL,
    "Sheets" TEXT NOT NULL,
    "Until" TEXT NOT NULL,
    "Used" INTEGER NOT NULL,
    "Ended" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_programme_panel_link_programme_evaluation_EvaluationId" FOREIGN KEY ("EvaluationId") REFERENCES programme_evaluation ("Id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "IX_programme_panel_link_SecretHash" ON programme_panel_link ("SecretHash");
CREATE UNIQUE INDEX "IX_programme_panel_link_EvaluationId_Serial" ON programme_panel_link ("EvaluationId", "Serial");
CREATE TABLE programme_panel_vote (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_panel_vote" PRIMARY KEY,
    "SheetId" TEXT NOT NULL,
    "Answers" TEXT NOT NULL,
    CONSTRAINT "FK_programme_panel_vote_programme_evaluation_sheet_SheetId" FOREIGN KEY ("SheetId") REFERENCES programme_evaluation_sheet ("Id") ON DELETE RESTRICT
);
CREATE INDEX "IX_programme_panel_vote_SheetId" ON programme_panel_vote ("SheetId");

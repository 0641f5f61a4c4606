-- Child impact assessments: what they rest on, whom they heard, what they judge, and every step of theirs.
CREATE TABLE programme_impact (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_impact" PRIMARY KEY,
    "Title" TEXT NOT NULL,
    "About" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Depth" TEXT NOT NULL,
    "Answers" TEXT NOT NULL,
    "ScreenedBy" TEXT NULL,
    "Scope" TEXT NOT NULL,
    "Options" TEXT NOT NULL,
    "RegisteredOn" TEXT NOT NULL,
    "UnheardReason" TEXT NULL,
    "UnheardBy" TEXT NULL,
    "Decision" TEXT NULL,
    "DecisionReason" TEXT NULL,
    "DecidedOn" TEXT NULL,
    "PublicSummary" TEXT NULL,
    "ChildrenSaid" TEXT NULL,
    "WhatChanged" TEXT NULL,
    "ChildVersion" TEXT NULL,
    "PublishedOn" TEXT NULL,
    "NextDue" TEXT NULL,
    "Looks" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE INDEX "IX_programme_impact_UnitId_State" ON programme_impact ("UnitId", "State");
CREATE INDEX "IX_programme_impact_State_NextDue" ON programme_impact ("State", "NextDue");
CREATE INDEX "IX_programme_impact_PublishedOn" ON programme_impact ("PublishedOn");
CREATE TABLE programme_impact_step (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_impact_step" PRIMARY KEY,
    "ImpactId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "PersonName" TEXT NOT NULL,
    "Text" TEXT NULL,
    "Day" TEXT NULL
);
CREATE UNIQUE INDEX "IX_programme_impact_step_ImpactId_Number" ON programme_impact_step ("ImpactId", "Number");
CREATE TABLE programme_impact_evidence (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_impact_evidence" PRIMARY KEY,
    "ImpactId" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "IndicatorId" TEXT NULL,
    "Region" TEXT NULL,
    "Period" TEXT NULL,
    "Figure" TEXT NULL,
    "TaskId" TEXT NULL,
    "FileSha256" TEXT NULL,
    "FileName" TEXT NULL,
    "FileSize" INTEGER NOT NULL,
    "AddedOn" TEXT NOT NULL
);
CREATE INDEX "IX_programme_impact_evidence_ImpactId" ON programme_impact_evidence ("ImpactId");
CREATE TABLE programme_impact_hearing (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_impact_hearing" PRIMARY KEY,
    "ImpactId" TEXT NOT NULL,
    "On" TEXT NOT NULL,
    "Method" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "AgeFrom" INTEGER NOT NULL,
    "AgeTo" INTEGER NOT NULL,
    "Said" TEXT NOT NULL,
    "Invited" TEXT NOT NULL,
    "Missing" TEXT NOT NULL
);
CREATE INDEX "IX_programme_impact_hearing_ImpactId" ON programme_impact_hearing ("ImpactId");
CREATE TABLE programme_impact_row (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_impact_row" PRIMARY KEY,
    "ImpactId" TEXT NOT NULL,
    "Option" INTEGER NOT NULL,
    "Group" TEXT NOT NULL,
    "Right" TEXT NOT NULL,
    "Effect" INTEGER NOT NULL,
    "Likelihood" INTEGER NOT NULL,
    "Duration" INTEGER NOT NULL,
    "Grade" TEXT NOT NULL,
    "Why" TEXT NOT NULL,
    "Mitigation" TEXT NULL,
    "Owner" TEXT NULL,
    "MitigateBy" TEXT NULL
);
CREATE UNIQUE INDEX "IX_programme_impact_row_ImpactId_Option_Group_Right" ON programme_impact_row ("ImpactId", "Option", "Group", "Right");
CREATE TABLE programme_impact_comment (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_impact_comment" PRIMARY KEY,
    "ImpactId" TEXT NOT NULL,
    "Expert" INTEGER NOT NULL,
    "By" TEXT NOT NULL,
    "Text" TEXT NOT NULL,
    "Answer" TEXT NULL,
    "At" TEXT NOT NULL
);
CREATE INDEX "IX_programme_impact_comment_ImpactId" ON programme_impact_comment ("ImpactId");

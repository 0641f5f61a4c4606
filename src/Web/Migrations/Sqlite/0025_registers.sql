-- The registers of key projects, with their course, money and milestones, and of policies.
CREATE TABLE programme_project (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_project" PRIMARY KEY,
    "PlanId" TEXT NULL,
    "PlanKey" TEXT NULL,
    "PlanNumber" INTEGER NULL,
    "Block" INTEGER NULL,
    "Dropped" INTEGER NOT NULL,
    "Name" TEXT NOT NULL,
    "Content" TEXT NOT NULL,
    "UnitId" TEXT NULL,
    "UnitsText" TEXT NOT NULL,
    "TaskId" TEXT NULL,
    "Version" INTEGER NOT NULL,
    "DomainId" TEXT NULL,
    "Stage" TEXT NOT NULL,
    "StageOn" TEXT NULL,
    "Land" TEXT NULL,
    "Permit" TEXT NULL,
    "Address" TEXT NULL,
    "Latitude" INTEGER NULL,
    "Longitude" INTEGER NULL
);
CREATE UNIQUE INDEX "IX_programme_project_PlanId_PlanKey" ON programme_project ("PlanId", "PlanKey");
CREATE INDEX "IX_programme_project_UnitId_Stage" ON programme_project ("UnitId", "Stage");
CREATE TABLE programme_project_step (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_project_step" PRIMARY KEY,
    "ProjectId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Stage" TEXT NOT NULL,
    "Day" TEXT NOT NULL,
    "Text" TEXT NULL,
    "At" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "PersonName" TEXT NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_project_step_ProjectId_Number" ON programme_project_step ("ProjectId", "Number");
CREATE TABLE programme_project_fund (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_project_fund" PRIMARY KEY,
    "ProjectId" TEXT NOT NULL,
    "Year" INTEGER NOT NULL,
    "Source" TEXT NOT NULL,
    "Planned" INTEGER NULL,
    "Paid" INTEGER NULL,
    "Reason" TEXT NULL
);
CREATE UNIQUE INDEX "IX_programme_project_fund_ProjectId_Year_Source" ON programme_project_fund ("ProjectId", "Year", "Source");
CREATE TABLE programme_project_milestone (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_project_milestone" PRIMARY KEY,
    "ProjectId" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "Due" TEXT NOT NULL,
    "DoneOn" TEXT NULL
);
CREATE INDEX "IX_programme_project_milestone_ProjectId_Due" ON programme_project_milestone ("ProjectId", "Due");
CREATE TABLE programme_policy (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_policy" PRIMARY KEY,
    "PlanId" TEXT NULL,
    "PlanKey" TEXT NULL,
    "PlanNumber" INTEGER NULL,
    "Block" INTEGER NULL,
    "Dropped" INTEGER NOT NULL,
    "Name" TEXT NOT NULL,
    "Content" TEXT NOT NULL,
    "UnitId" TEXT NULL,
    "UnitsText" TEXT NOT NULL,
    "TaskId" TEXT NULL,
    "Version" INTEGER NOT NULL,
    "State" TEXT NOT NULL,
    "Number" TEXT NULL,
    "From" TEXT NULL,
    "ExpiresOn" TEXT NULL,
    "ReplacedBy" TEXT NULL,
    "FileSha256" TEXT NULL,
    "FileName" TEXT NULL,
    "FileSize" INTEGER NOT NULL,
    "ToldOf" TEXT NULL
);
CREATE UNIQUE INDEX "IX_programme_policy_PlanId_PlanKey" ON programme_policy ("PlanId", "PlanKey");
CREATE INDEX "IX_programme_policy_UnitId_State" ON programme_policy ("UnitId", "State");
CREATE INDEX "IX_programme_policy_State_ExpiresOn" ON programme_policy ("State", "ExpiresOn");

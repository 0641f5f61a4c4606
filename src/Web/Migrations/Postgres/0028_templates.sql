-- The office's own templates of papers; of a type none or one is in force.
CREATE TABLE platform_paper_template (
    "Id" uuid NOT NULL CONSTRAINT "PK_platform_paper_template" PRIMARY KEY,
    "Type" character varying(40) NOT NULL,
    "Number" integer NOT NULL,
    "State" character varying(12) NOT NULL,
    "FileSha256" character varying(64) NOT NULL,
    "FileName" character varying(200) NOT NULL,
    "FileSize" bigint NOT NULL,
    "Note" character varying(200) NOT NULL,
    "AddedAt" timestamp with time zone NOT NULL,
    "AddedBy" uuid NULL,
    "InForceAt" timestamp with time zone NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_platform_paper_template_Type_Number" ON platform_paper_template ("Type", "Number");
CREATE UNIQUE INDEX "IX_platform_paper_template_in_force" ON platform_paper_template ("Type") WHERE "State" = 'InForce';
